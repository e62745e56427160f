using BillingOperator.Api.Events;

namespace BillingOperator.Billing.Planning;

/// <summary>What to do next with a billing event.</summary>
/// <param name="Status">
/// What to remember, before anything is done. Its <see cref="BillingEventStatus.ActiveRun"/> is the run to start or to
/// take up again; none means that there is nothing to run.
/// </param>
/// <param name="Started">The run that this plan begins, for the record; it is the status's active run.</param>
/// <param name="Ended">The run that this plan ends because of a newer one or of disabling; the status's history has it.</param>
/// <param name="Notices">What a person should hear of, each once.</param>
/// <param name="WakeAt">When to plan again if nothing changes before; <see langword="null"/> means never.</param>
public sealed record RunPlan(
    BillingEventStatus Status,
    ActiveRun? Started,
    RunSummary? Ended,
    IReadOnlyList<PlanNotice> Notices,
    DateTimeOffset? WakeAt
);
