using BillingOperator.Api;
using BillingOperator.Api.Events;
using BillingOperator.Controllers.Conditions;

namespace BillingOperator.Controllers.Events;

/// <summary>When a run that waits is tried again, and its event is looked at again.</summary>
internal static class RunTiming
{
    /// <summary>
    /// Whether a run that is not going on is to start now: its wait is over, or somebody has changed the event since, or the
    /// billing server has become ready since.
    /// </summary>
    /// <param name="run">The run.</param>
    /// <param name="billingEvent">Its event as it was read.</param>
    /// <param name="serverReadySince">Since when its billing server is ready.</param>
    /// <param name="now">The time.</param>
    public static bool IsDue(
        ActiveRun run,
        BillingEvent billingEvent,
        DateTimeOffset? serverReadySince,
        DateTimeOffset now
    )
    {
        var status = billingEvent.Status;
        var waitsSince = ConditionSet.Find(status?.Conditions, ConditionTypes.Running)?.LastTransitionTime;
        return run.RetryAt is not { } retryAt
            || RetryDelay.IsOver(retryAt, now)
            || billingEvent.Metadata.Generation != status?.ObservedGeneration
            || serverReadySince > waitsSince;
    }

    /// <summary>How long an event without a run that goes on can be left alone.</summary>
    /// <param name="wakeAt">When its planner wants to be asked again; <see langword="null"/> for never.</param>
    /// <param name="retryAt">When its run is tried again; <see langword="null"/> where none waits.</param>
    /// <param name="now">The time.</param>
    /// <returns><see langword="null"/> for until something changes.</returns>
    public static TimeSpan? UntilNextLook(DateTimeOffset? wakeAt, DateTimeOffset? retryAt, DateTimeOffset now)
    {
        var next = wakeAt < retryAt ? wakeAt : retryAt ?? wakeAt;
        return next is not { } moment ? null
            : moment > now ? moment - now
            : TimeSpan.Zero;
    }
}
