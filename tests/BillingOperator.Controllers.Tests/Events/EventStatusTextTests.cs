using BillingOperator.Api;
using BillingOperator.Api.Events;
using BillingOperator.Api.Reasons;
using BillingOperator.Controllers.Conditions;
using BillingOperator.Controllers.Events;
using BillingOperator.Kubernetes.Entities;

namespace BillingOperator.Controllers.Tests.Events;

public sealed class EventStatusTextTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    private static readonly BillingEvent Enabled = new()
    {
        Metadata = new V1ObjectMeta { Name = "pureconnect", Generation = 1 },
        Spec = new BillingEventSpec { Enabled = true },
    };

    private static readonly ActiveRun Run = new()
    {
        Id = "run-2",
        BillingPeriod = "2026-11",
        Trigger = RunTrigger.Schedule,
    };

    /// <summary>The cause stands in a field: no condition is read to write another, so a restart or a lost condition loses nothing.</summary>
    [Fact]
    public void A_failing_run_is_told_from_its_own_failure_whatever_the_conditions_said()
    {
        var failing = Run with
        {
            FailedAttempts = 2,
            LastFailure = new RunFailure { Reason = StoreReasons.AccessDenied, Message = "May not write." },
        };

        var ready = Condition(new BillingEventStatus { ActiveRun = failing }, ConditionTypes.Ready)!;

        (ready.Status, ready.Reason, ready.Message).Should().Be(("False", StoreReasons.AccessDenied, "May not write."));
    }

    [Fact]
    public void An_event_is_reconciling_until_its_run_has_ended()
    {
        Condition(new BillingEventStatus { ActiveRun = Run }, ConditionTypes.Reconciling)!.Status.Should().Be("True");
        Condition(new BillingEventStatus(), ConditionTypes.Reconciling).Should().BeNull();
    }

    [Fact]
    public void The_newest_request_decides_and_of_two_at_once_the_refused_one()
    {
        var accepted = Request(RequestOutcome.Accepted, Now);
        var refused = Request(RequestOutcome.Refused, Now);

        Accepted(new RunRequests()).Should().BeNull();
        Accepted(new RunRequests { At = accepted }).Should().Be("True");
        Accepted(new RunRequests { At = accepted, Period = refused }).Should().Be("False");
        Accepted(new RunRequests { At = Request(RequestOutcome.Accepted, Now.AddSeconds(1)), Period = refused })
            .Should()
            .Be("True");
    }

    [Theory]
    [InlineData(3, 3, BillingEventReasons.LastRunSucceeded)]
    [InlineData(3, 0, BillingEventReasons.NoTenantBilled)]
    [InlineData(0, 0, BillingEventReasons.NoTenantSelected)]
    public void A_run_that_bills_nobody_says_whether_it_selects_somebody(int selected, int records, string reason)
    {
        var last = Ended(finishedAt: Now) with { Selected = selected, Records = records };

        Condition(new BillingEventStatus { LastRun = last }, ConditionTypes.Ready)!.Reason.Should().Be(reason);
    }

    [Fact]
    public void A_deleted_event_that_a_finalizer_holds_says_so_and_not_that_it_is_disabled()
    {
        var held = Enabled with { Metadata = Enabled.Metadata with { DeletionTimestamp = Now } };

        var status = EventStatusText.Describe(held, new BillingEventStatus(), null, isRunning: false, Now);

        ConditionSet
            .Find(status.Conditions, ConditionTypes.Ready)!
            .Reason.Should()
            .Be(BillingEventReasons.BeingDeleted);
    }

    [Fact]
    public void Slots_that_were_missed_since_the_last_run_are_told()
    {
        var status = new BillingEventStatus
        {
            LastRun = Ended(finishedAt: Now.AddDays(-3)),
            Schedule = new ScheduleStatus
            {
                Expression = "@daily",
                TimeZone = "Etc/UTC",
                Missed = new MissedSlots { Message = "2 slots were missed.", NoticedAt = Now },
            },
        };

        Condition(status, ConditionTypes.Ready)!.Message.Should().Be("Fine. 2 slots were missed.");
        Condition(status with { LastRun = Ended(finishedAt: Now.AddSeconds(1)) }, ConditionTypes.Ready)!
            .Message.Should()
            .Be("Fine.");
    }

    private static string? Accepted(RunRequests requests) =>
        Condition(new BillingEventStatus { Requests = requests }, ConditionTypes.RequestAccepted)?.Status;

    private static V1Condition? Condition(BillingEventStatus planned, string type) =>
        ConditionSet.Find(
            EventStatusText.Describe(Enabled, planned, serverProblem: null, isRunning: false, Now).Conditions,
            type
        );

    private static HandledRequest Request(string outcome, DateTimeOffset at) =>
        new()
        {
            Value = "now",
            Outcome = outcome,
            Message = outcome,
            HandledAt = at,
        };

    private static RunSummary Ended(DateTimeOffset finishedAt) =>
        new()
        {
            Id = "run-1",
            BillingPeriod = "2026-11",
            Trigger = RunTrigger.Schedule,
            State = RunState.Succeeded,
            FinishedAt = finishedAt,
            Records = 1,
            Message = "Fine.",
        };
}
