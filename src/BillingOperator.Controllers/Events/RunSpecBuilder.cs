using BillingOperator.Api.Events;
using BillingOperator.Api.Settings;
using BillingOperator.Billing.Runs;
using BillingOperator.Billing.Scheduling;
using BillingOperator.Controllers.Settings;
using BillingOperator.Storage;

namespace BillingOperator.Controllers.Events;

/// <summary>Builds the order of a run from what its event and its settings say.</summary>
internal static class RunSpecBuilder
{
    /// <summary>Builds the order.</summary>
    /// <param name="billingEvent">The event.</param>
    /// <param name="run">The run.</param>
    /// <param name="settings">The settings as they are now.</param>
    /// <param name="self">Who writes to the bucket.</param>
    /// <param name="now">The time.</param>
    public static RunSpec Build(
        BillingEvent billingEvent,
        ActiveRun run,
        BillingServerSettings settings,
        OperatorIdentity self,
        DateTimeOffset now
    )
    {
        var period = BillingPeriod.Parse(run.BillingPeriod);
        return new RunSpec
        {
            Event = billingEvent.Metadata.Name,
            RunId = run.Id,
            Trigger = run.Trigger,
            Slot = run.Slot,
            Period = period,
            IsPeriodPast = period.IsOverAt(now, TimeZones.Find(billingEvent.Spec.TimeZone)),
            TenantSelector = billingEvent.Spec.TenantSelector,
            Location = run.Location,
            Prefix = PrefixOf(run, settings),
            Cluster = self.ClusterName,
            OperatorVersion = self.Version,
            Concurrency = billingEvent.Spec.UploadConcurrency ?? RunSpec.DefaultConcurrency,
        };
    }

    // A run that is to be ended may have gone to another prefix than the one of now.
    private static string? PrefixOf(ActiveRun run, BillingServerSettings settings) =>
        ObjectStoreFactory.PrefixOf(
            run.Location is { } place && ObjectStoreFactory.At(settings.Spec, place) is { } there
                ? there
                : settings.Spec
        );
}
