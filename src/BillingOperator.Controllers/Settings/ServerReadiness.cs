using BillingOperator.Api;
using BillingOperator.Api.Events;
using BillingOperator.Api.Reasons;
using BillingOperator.Api.Settings;
using BillingOperator.Billing.Validation;
using BillingOperator.ControllerRuntime.Caching;
using BillingOperator.Controllers.Conditions;
using BillingOperator.Kubernetes.Entities;
using BillingOperator.Storage;

namespace BillingOperator.Controllers.Settings;

/// <summary>The billing server of an event: ready, or with the reason why not.</summary>
internal sealed record ServerReadiness
{
    /// <summary>The settings; <see langword="null"/> where they do not exist.</summary>
    public BillingServerSettings? Settings { get; private init; }

    /// <summary>Reason and message; <see langword="null"/> where a run may start.</summary>
    public (string Reason, string Message)? Problem { get; private init; }

    /// <summary>
    /// The place that valid settings name, ready or not; <see langword="null"/> where they do not exist or are not valid.
    /// </summary>
    public string? Location { get; private init; }

    /// <summary>Whether another cluster writes there: nothing may be written, by a run that goes on neither.</summary>
    public bool IsOfAnotherCluster { get; private init; }

    /// <summary>Since when it is ready.</summary>
    public DateTimeOffset? ReadySince { get; private init; }

    /// <summary>Whether a run may start.</summary>
    public bool IsReady => Problem is null;

    /// <summary>Name of the settings that an event uses.</summary>
    public static string SettingsName(BillingEvent billingEvent) =>
        billingEvent.Spec.ServerSettingsRef?.Name ?? "default";

    /// <summary>Judges the settings that an event uses.</summary>
    public static ServerReadiness Of(BillingEvent billingEvent, IEntityCache<BillingServerSettings> settings)
    {
        var name = SettingsName(billingEvent);
        return Of(name, settings.Get(new EntityKey(null, name)));
    }

    private static ServerReadiness Of(string name, BillingServerSettings? settings)
    {
        if (settings is null)
        {
            return new ServerReadiness
            {
                Problem = (
                    BillingEventReasons.SettingsNotFound,
                    $"BillingServerSettings {name} does not exist: create it, or correct spec.serverSettingsRef.name. "
                        + "The event goes on by itself then."
                ),
            };
        }
        var location =
            BillingServerSettingsValidator.Validate(settings.Spec).Count == 0
                ? ObjectStoreFactory.LocationOf(settings.Spec)
                : null;
        var ready = ConditionSet.Find(settings.Status?.Conditions, ConditionTypes.Ready);
        if (ready is { Status: "True" } && settings.Status?.ObservedGeneration == settings.Metadata.Generation)
        {
            return new ServerReadiness
            {
                Settings = settings,
                Location = location,
                ReadySince = ready.LastTransitionTime,
            };
        }
        var (reason, why) =
            ready is { Status: "False" } && settings.Status?.ObservedGeneration == settings.Metadata.Generation
                ? (BillingEventReasons.SettingsNotReady, $"{ready.Reason}: {ready.Message}")
                : (BillingEventReasons.SettingsNotYetProbed, "it has not been probed yet.");
        return new ServerReadiness
        {
            Settings = settings,
            Location = location,
            IsOfAnotherCluster =
                reason == BillingEventReasons.SettingsNotReady && ready!.Reason == StoreReasons.PrefixInUse,
            Problem = (reason, $"BillingServerSettings {name} is not ready: {why}"),
        };
    }
}
