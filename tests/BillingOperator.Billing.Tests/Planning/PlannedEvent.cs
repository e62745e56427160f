using System.Globalization;
using BillingOperator.Api.Events;
using BillingOperator.Billing.Planning;

namespace BillingOperator.Billing.Tests.Planning;

/// <summary>A billing event whose plans are carried out: each plan starts from what the one before remembered.</summary>
internal sealed class PlannedEvent(BillingEventSpec spec)
{
    private long _generation = 1;

    public BillingEventSpec Spec
    {
        get;
        set
        {
            field = value;
            _generation++;
        }
    } = spec;

    public BillingEventStatus? Status { get; set; }

    public bool IsBeingDeleted { get; set; }

    public string? RequestedAt { get; set; }

    public string? RequestedPeriod { get; set; }

    public string? Location { get; set; } = "s3://billing";

    public DateTimeOffset? WakeAt { get; private set; }

    public RunPlan Plan(string now) =>
        Plan(DateTimeOffset.Parse(now, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal));

    public RunPlan Plan(DateTimeOffset now)
    {
        var plan = RunPlanner.Plan(
            new BillingEventDeclaration
            {
                Uid = "6f1c",
                Generation = _generation,
                IsBeingDeleted = IsBeingDeleted,
                Spec = Spec,
                Status = Status,
                RequestedAt = RequestedAt,
                RequestedPeriod = RequestedPeriod,
                Location = Location,
            },
            now
        );
        (Status, WakeAt) = (plan.Status, plan.WakeAt);
        return plan;
    }

    /// <summary>The active run has begun at the place that the settings name.</summary>
    public void Begin() => Status = Status! with { ActiveRun = Status!.ActiveRun! with { Location = Location } };

    /// <summary>The active run comes to its end.</summary>
    public void Succeed() => Status = Status! with { ActiveRun = null };

    /// <summary>The active run comes to its end and into the history.</summary>
    public void End(ActiveRun run) =>
        Status = RunHistory.End(
            Status!,
            new RunSummary
            {
                Id = run.Id,
                BillingPeriod = run.BillingPeriod,
                Trigger = run.Trigger,
                Slot = run.Slot,
                State = RunState.Succeeded,
                Location = run.Location ?? Location,
            },
            Spec
        );

    /// <summary>The active run has failed so often, and waits to be tried again.</summary>
    public void Fail(int times) =>
        Status = Status! with { ActiveRun = Status!.ActiveRun! with { FailedAttempts = times } };
}
