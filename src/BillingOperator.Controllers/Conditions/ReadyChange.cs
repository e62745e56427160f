using BillingOperator.Api;
using BillingOperator.Api.Events;
using BillingOperator.Api.Reasons;
using BillingOperator.Api.Settings;
using BillingOperator.Api.Tenants;
using BillingOperator.ControllerRuntime.Eventing;
using k8s.Models;

namespace BillingOperator.Controllers.Conditions;

/// <summary>What became of an object's Ready.</summary>
/// <param name="Before">Ready as it was; <see langword="null"/> for an object that nobody had looked at.</param>
/// <param name="Now">Ready as it is.</param>
internal sealed record ReadyChange(V1Condition? Before, V1Condition Now)
{
    /// <summary>Whether it is ready now.</summary>
    public bool IsReady => Now.Status == "True";

    /// <summary>Whether somebody should look: not where this operator itself has yet to look, nor after a deletion.</summary>
    public bool IsFault =>
        Now
            is {
                Status: "False",
                Reason: not (BillingEventReasons.SettingsNotYetProbed or BillingEventReasons.BeingDeleted)
            };

    /// <summary>The type of the Kubernetes Event that tells it.</summary>
    public EventType EventType => IsFault ? EventType.Warning : EventType.Normal;

    /// <summary>
    /// Compares two states of an object; <see langword="null"/> where there is nothing to tell: nothing new, or only that
    /// what is well is well in other words.
    /// </summary>
    public static ReadyChange? Between(object before, object after)
    {
        var (old, now) = (Ready(before), Ready(after));
        return now is null || (old is not null && IsTheSame(old, now)) ? null : new ReadyChange(old, now);
    }

    private static bool IsTheSame(V1Condition old, V1Condition now) =>
        old.Status == now.Status
        && (
            old.Reason == now.Reason
                ? now.Status == "True" || old.Message == now.Message
                : now is { Status: "True", Reason: BillingEventReasons.LastRunSucceeded } // The run itself tells it.
        );

    private static V1Condition? Ready(object entity) =>
        ConditionSet.Find(
            entity switch
            {
                Tenant tenant => tenant.Status?.Conditions,
                BillingServerSettings settings => settings.Status?.Conditions,
                BillingEvent billingEvent => billingEvent.Status?.Conditions,
                _ => null,
            },
            ConditionTypes.Ready
        );
}
