using BillingOperator.Api;
using BillingOperator.Api.Events;
using BillingOperator.Api.Reasons;
using BillingOperator.Controllers.Conditions;

namespace BillingOperator.Controllers.Events;

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
                .SetRequestAccepted(entity.Status?.Requests)
                .Conditions,
        };

    /// <summary>The status of a valid event.</summary>
    /// <param name="entity">The event as it was read.</param>
    /// <param name="planned">What is to be remembered.</param>
    /// <param name="serverProblem">Why its billing server is not ready, if it is not.</param>
    /// <param name="isRunning">Whether a run is going on or starts now.</param>
    /// <param name="now">The time.</param>
    public static BillingEventStatus Describe(
        BillingEvent entity,
        BillingEventStatus planned,
        (string Reason, string Message)? serverProblem,
        bool isRunning,
        DateTimeOffset now
    )
    {
        var conditions = Conditions(entity, now);
        var (ready, reason, message) = Ready(entity, planned, serverProblem);
        conditions.Set(ConditionTypes.Ready, ready, reason, message);
        var (running, why) = Running(planned.ActiveRun, isRunning, serverProblem is not null);
        if (planned.ActiveRun is not null)
        {
            conditions.Set(ConditionTypes.Reconciling, true, running, why);
        }
        conditions.Set(ConditionTypes.Running, isRunning, running, why).SetRequestAccepted(planned.Requests);
        return planned with { ObservedGeneration = entity.Metadata.Generation, Conditions = conditions.Conditions };
    }

    private static (bool, string, string) Ready(
        BillingEvent entity,
        BillingEventStatus planned,
        (string Reason, string Message)? serverProblem
    )
    {
        if (entity.Metadata.DeletionTimestamp is not null)
        {
            return (
                false,
                BillingEventReasons.BeingDeleted,
                "The event was deleted, and a finalizer holds the object: it bills nobody."
            );
        }
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
        if (planned.ActiveRun?.LastFailure is { } failure)
        {
            return (false, failure.Reason, failure.Message);
        }
        var missed =
            planned.Schedule?.Missed is { } slots && slots.NoticedAt >= (planned.LastRun?.FinishedAt ?? slots.NoticedAt)
                ? $" {slots.Message}"
                : "";
        return planned.LastRun is { Message: { } message } last
            ? (true, ReasonOf(last), message + missed)
            : (true, BillingEventReasons.Enabled, "The billing process is on." + missed);
    }

    private static string ReasonOf(RunSummary last) =>
        last switch
        {
            { State: RunState.Succeeded, Selected: 0 } => BillingEventReasons.NoTenantSelected,
            { State: RunState.Succeeded, Records: 0 } => BillingEventReasons.NoTenantBilled,
            { State: RunState.Succeeded } => BillingEventReasons.LastRunSucceeded,
            { State: RunState.Cancelled } => BillingEventReasons.LastRunCancelled,
            _ => BillingEventReasons.LastRunFailed,
        };

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

    // The newest request counts; of two that were handled at once the one that needs a person.
    private static ConditionSet SetRequestAccepted(this ConditionSet conditions, RunRequests? requests)
    {
        var newest = new[] { requests?.At, requests?.Period }
            .OfType<HandledRequest>()
            .OrderByDescending(request => request.HandledAt)
            .ThenByDescending(request => request.Outcome == RequestOutcome.Refused)
            .FirstOrDefault();
        return newest switch
        {
            null => conditions,
            { Outcome: RequestOutcome.Refused } => conditions.Set(
                ConditionTypes.RequestAccepted,
                false,
                BillingEventReasons.RequestRefused,
                newest.Message
            ),
            _ => conditions.Set(
                ConditionTypes.RequestAccepted,
                true,
                BillingEventReasons.RequestAccepted,
                newest.Message
            ),
        };
    }

    private static ConditionSet Conditions(BillingEvent entity, DateTimeOffset now) =>
        new(entity.Status?.Conditions, entity.Metadata.Generation, now);
}
