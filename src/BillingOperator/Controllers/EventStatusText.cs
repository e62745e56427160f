using BillingOperator.Api;
using BillingOperator.Api.Events;
using BillingOperator.Api.Reasons;

namespace BillingOperator.Controllers;

/// <summary>What is said of a billing event in its conditions.</summary>
internal static class EventStatusText
{
    /// <summary>The status of an event that breaks a rule: what is remembered stays.</summary>
    public static BillingEventStatus Refuse(BillingEvent entity, string fault, DateTimeOffset now) =>
        (entity.Status ?? new BillingEventStatus()) with
        {
            ObservedGeneration = entity.Metadata.Generation,
            NextRunTime = null,
            Conditions = Conditions(entity, now)
                .Set(ConditionTypes.Ready, false, BillingEventReasons.Invalid, fault)
                .Set(ConditionTypes.Stalled, true, BillingEventReasons.Invalid, fault)
                .Set(ConditionTypes.Running, false, BillingEventReasons.Invalid, "No run while the event is not valid.")
                .Conditions,
        };

    /// <summary>The status of a valid event.</summary>
    /// <param name="entity">The event as it was read.</param>
    /// <param name="planned">What is to be remembered.</param>
    /// <param name="serverProblem">Why its billing server is not ready, if it is not.</param>
    /// <param name="isRunning">Whether a run is going on or starts now.</param>
    /// <param name="failure">Why the last try failed, if it just did.</param>
    /// <param name="now">The time.</param>
    public static BillingEventStatus Describe(
        BillingEvent entity,
        BillingEventStatus planned,
        (string Reason, string Message)? serverProblem,
        bool isRunning,
        (string Reason, string Message)? failure,
        DateTimeOffset now
    )
    {
        var conditions = Conditions(entity, now);
        var (ready, reason, message) = Ready(entity, planned, serverProblem, failure);
        conditions.Set(ConditionTypes.Ready, ready, reason, message);
        var (running, why) = Running(planned.ActiveRun, isRunning, serverProblem is not null);
        conditions.Set(ConditionTypes.Running, isRunning, running, why);
        return planned with { ObservedGeneration = entity.Metadata.Generation, Conditions = conditions.Conditions };
    }

    private static (bool, string, string) Ready(
        BillingEvent entity,
        BillingEventStatus planned,
        (string Reason, string Message)? serverProblem,
        (string Reason, string Message)? failure
    )
    {
        if (entity.Spec.Enabled != true)
        {
            return (
                true,
                BillingEventReasons.Disabled,
                "The billing process is off. Set spec.enabled to true to turn it on."
            );
        }
        if (serverProblem is var (problem, what))
        {
            return (false, problem, what);
        }
        if (failure is var (failed, cause))
        {
            return (false, failed, cause);
        }
        var before = ConditionSet.Find(entity.Status?.Conditions, ConditionTypes.Ready);
        if (
            planned.ActiveRun is { FailedAttempts: > 0 }
            && before is { Status: "False" }
            && !IsServerProblem(before.Reason)
        )
        {
            return (false, before.Reason, before.Message); // Still the same failed run.
        }
        return planned.LastRun is { Message: { } message } last
            ? (true, Of(last), message)
            : (true, BillingEventReasons.Enabled, "The billing process is on.");
    }

    private static (string Reason, string Message) Running(ActiveRun? run, bool isRunning, bool serverProblem) =>
        run switch
        {
            null => (BillingEventReasons.Idle, "No run is going on."),
            _ when isRunning => (BillingEventReasons.Uploading, $"Run {run.Id} for {run.BillingPeriod}."),
            _ when serverProblem => (
                BillingEventReasons.WaitsForSettings,
                $"Run {run.Id} waits for the billing server."
            ),
            _ => (BillingEventReasons.WaitsForRetry, $"Run {run.Id} is tried again at {run.RetryAt:u}."),
        };

    private static string Of(RunSummary ended) =>
        ended.State switch
        {
            RunState.Succeeded => BillingEventReasons.LastRunSucceeded,
            RunState.Cancelled => BillingEventReasons.LastRunCancelled,
            _ => BillingEventReasons.LastRunFailed,
        };

    private static bool IsServerProblem(string reason) =>
        reason
            is BillingEventReasons.SettingsNotFound
                or BillingEventReasons.SettingsNotReady
                or BillingEventReasons.Invalid;

    private static ConditionSet Conditions(BillingEvent entity, DateTimeOffset now) =>
        new(entity.Status?.Conditions, entity.Metadata.Generation, now);
}
