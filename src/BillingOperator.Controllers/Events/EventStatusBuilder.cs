using BillingOperator.Api;
using BillingOperator.Api.Events;
using BillingOperator.Api.Reasons;
using BillingOperator.Controllers.Conditions;

namespace BillingOperator.Controllers.Events;

/// <summary>
/// Builds the status of a billing event. The rules of a condition stand in their order: the first that applies decides.
/// </summary>
internal sealed class EventStatusBuilder(EventStatusInputs inputs)
{
    /// <summary>What the status remembers: of an event that breaks a rule all that it remembered before.</summary>
    private readonly BillingEventStatus _remembered =
        inputs.Planned ?? (inputs.Event.Status ?? new BillingEventStatus()) with { NextRunTime = null };

    /// <summary>Builds the status.</summary>
    public BillingEventStatus Build()
    {
        var generation = inputs.Event.Metadata.Generation;
        return _remembered with
        {
            ObservedGeneration = generation,
            Conditions = new ConditionSet(inputs.Event.Status?.Conditions, generation, inputs.Now)
                .Set(ConditionTypes.Ready, Ready())
                .Set(ConditionTypes.Stalled, Stalled())
                .Set(ConditionTypes.Reconciling, Reconciling())
                .Set(ConditionTypes.Running, Running())
                .Set(ConditionTypes.RequestAccepted, RequestAccepted())
                .Conditions,
        };
    }

    private ConditionValue Ready() =>
        inputs switch
        {
            { Fault: { } fault } => ConditionValue.False(BillingEventReasons.Invalid, fault),
            { Event.Metadata.DeletionTimestamp: not null } => ConditionValue.False(
                BillingEventReasons.BeingDeleted,
                "The event was deleted, and a finalizer holds the object: it bills nobody."
            ),
            { Event.Spec.Enabled: not true } => ConditionValue.True(
                BillingEventReasons.Disabled,
                "The billing process is off. Set spec.enabled to true to turn it on."
            ),
            { ServerProblem: (var reason, var problem) } => ConditionValue.False(reason, problem),
            { Planned.ActiveRun.LastFailure: { } failure } => ConditionValue.False(failure.Reason, failure.Message),
            { Planned.LastRun: { Message: { } message } last } => ConditionValue.True(
                ReasonOf(last),
                message + MissedSinceLastRun()
            ),
            _ => ConditionValue.True(BillingEventReasons.Enabled, "The billing process is on." + MissedSinceLastRun()),
        };

    private ConditionValue? Stalled() =>
        inputs.Fault is { } fault ? ConditionValue.True(BillingEventReasons.Invalid, fault) : null;

    private ConditionValue? Reconciling() =>
        inputs is { Fault: null, Planned.ActiveRun: not null } ? Running() with { Status = true } : null;

    private ConditionValue Running() =>
        (inputs, _remembered.ActiveRun) switch
        {
            ({ Fault: not null }, _) => ConditionValue.False(
                BillingEventReasons.Invalid,
                "No run while the event is not valid."
            ),
            (_, null) => ConditionValue.False(BillingEventReasons.Idle, "No run is going on."),
            ({ IsRunning: true }, var run) => ConditionValue.True(
                BillingEventReasons.Uploading,
                $"Run {run.Id} for {run.BillingPeriod}."
            ),
            ({ ServerProblem: not null }, var run) => ConditionValue.False(
                BillingEventReasons.WaitsForSettings,
                $"Run {run.Id} waits for the billing server."
            ),
            (_, var run) => ConditionValue.False(
                BillingEventReasons.WaitsForRetry,
                $"Run {run.Id} is tried again at {run.RetryAt:u}."
            ),
        };

    private ConditionValue? RequestAccepted() =>
        NewestRequest() switch
        {
            null => null,
            { Outcome: RequestOutcome.Refused } refused => ConditionValue.False(
                BillingEventReasons.RequestRefused,
                refused.Message
            ),
            { } accepted => ConditionValue.True(BillingEventReasons.RequestAccepted, accepted.Message),
        };

    // Of two that were handled at once the one that needs a person.
    private HandledRequest? NewestRequest() =>
        new[] { _remembered.Requests?.At, _remembered.Requests?.Period }
            .OfType<HandledRequest>()
            .OrderByDescending(request => request.HandledAt)
            .ThenByDescending(request => request.Outcome == RequestOutcome.Refused)
            .FirstOrDefault();

    private static string ReasonOf(RunSummary last) =>
        last switch
        {
            { State: RunState.Succeeded, Selected: 0 } => BillingEventReasons.NoTenantSelected,
            { State: RunState.Succeeded, Records: 0 } => BillingEventReasons.NoTenantBilled,
            { State: RunState.Succeeded } => BillingEventReasons.LastRunSucceeded,
            { State: RunState.Cancelled } => BillingEventReasons.LastRunCancelled,
            _ => BillingEventReasons.LastRunFailed,
        };

    private string MissedSinceLastRun() =>
        _remembered is { Schedule.Missed: { } missed, LastRun: var last }
        && (last is null || missed.NoticedAt >= last.FinishedAt)
            ? $" {missed.Message}"
            : "";
}
