using BillingOperator.Api;
using BillingOperator.Api.Reasons;
using BillingOperator.Api.Settings;
using BillingOperator.Controllers.Conditions;
using BillingOperator.Storage;

namespace BillingOperator.Controllers.Settings;

/// <summary>Builds the status of settings.</summary>
internal static class SettingsStatusBuilder
{
    /// <summary>Builds the status.</summary>
    /// <param name="settings">The settings as they were read.</param>
    /// <param name="finding">What was found of their billing server.</param>
    /// <param name="now">The time.</param>
    public static BillingServerSettingsStatus Build(
        BillingServerSettings settings,
        SettingsFinding finding,
        DateTimeOffset now
    )
    {
        var generation = settings.Metadata.Generation;
        var ready = new ConditionValue(finding.IsReady, finding.Reason, finding.Message);
        var stalled = finding.Reason == SettingsReasons.Invalid ? ready with { Status = true } : null;
        return new BillingServerSettingsStatus
        {
            ObservedGeneration = generation,
            Conditions = new ConditionSet(settings.Status?.Conditions, generation, now)
                .Set(ConditionTypes.Ready, ready)
                .Set(ConditionTypes.Stalled, stalled)
                .Conditions,
            Location = ObjectStoreFactory.LocationOf(settings.Spec),
            TakenOver = PrefixTakeOver.Done(settings, finding.IsWritten),
        };
    }
}
