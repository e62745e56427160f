using BillingOperator.Api.Events;
using BillingOperator.Billing.Runs;
using BillingOperator.Billing.Scheduling;

namespace BillingOperator.Billing.Planning;

/// <summary>A run that a person starts, with no cluster that plans it: a new one each time.</summary>
public static class ManualRun
{
    /// <summary>What is wrong with the period that was named and what to do, or <see langword="null"/>.</summary>
    /// <param name="named">A period by the rules of <see cref="RequestedPeriod"/>; <see langword="null"/> for the current one.</param>
    /// <param name="spec">The valid event.</param>
    /// <param name="now">The time.</param>
    /// <param name="period">The period to bill; the current one where there is an error.</param>
    public static string? FindPeriodError(
        string? named,
        BillingEventSpec spec,
        DateTimeOffset now,
        out BillingPeriod period
    )
    {
        period = BillingPeriod.Containing(now, spec.BillingPeriod, TimeZones.Find(spec.TimeZone));
        return named is null ? null : RequestedPeriod.FindError(named, period, mayRepeat: false, out period);
    }

    /// <summary>The order of the run.</summary>
    /// <param name="eventName">Name of the event.</param>
    /// <param name="spec">The valid event.</param>
    /// <param name="period">The period to bill.</param>
    /// <param name="now">The time.</param>
    /// <param name="version">Version of the program.</param>
    public static RunSpec Order(
        string eventName,
        BillingEventSpec spec,
        BillingPeriod period,
        DateTimeOffset now,
        string version
    ) =>
        new()
        {
            Event = eventName,
            RunId = RunId.Of(eventName, 0, RunTrigger.Manual, now, Guid.NewGuid().ToString()),
            Trigger = RunTrigger.Manual,
            Slot = now,
            Period = period,
            IsPeriodPast = period.IsOverAt(now, TimeZones.Find(spec.TimeZone)),
            TenantSelector = spec.TenantSelector,
            Cluster = "",
            OperatorVersion = version,
            Concurrency = spec.UploadConcurrency ?? RunSpec.DefaultConcurrency,
        };
}
