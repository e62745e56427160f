using System.Globalization;
using BillingOperator.Api.Events;
using BillingOperator.Api.Reasons;
using BillingOperator.Billing.Planning;

namespace BillingOperator.Billing.Tests.Planning;

public sealed class RunPlannerTests
{
    private static readonly BillingEventSpec Nightly = new()
    {
        Enabled = true,
        Schedule = "0 2 * * *",
        TimeZone = "Europe/Berlin",
    };

    [Fact]
    public void A_disabled_event_runs_nothing_and_remembers_nothing()
    {
        var plan = new PlannedEvent(new BillingEventSpec { Schedule = "0 2 * * *" }).Plan("2026-11-23 12:00");

        plan.Should().BeEquivalentTo(new RunPlan(new BillingEventStatus(), null, null, [], null));
    }

    [Fact]
    public void Enabling_runs_at_once_and_puts_the_schedule_to_the_present()
    {
        var plan = new PlannedEvent(Nightly).Plan("2026-11-23 12:00");

        plan.Started.Should()
            .BeEquivalentTo(
                new ActiveRun
                {
                    Id = plan.Started!.Id,
                    BillingPeriod = "2026-11",
                    Trigger = RunTrigger.Enable,
                    Slot = Utc("2026-11-23 12:00"),
                    StartedAt = Utc("2026-11-23 12:00"),
                }
            );
        plan.Started.Id.Should().MatchRegex("^20261123T120000Z-enable-[0-9a-f]{8}$");
        plan.Status.ActiveRun.Should().Be(plan.Started);
        plan.Status.EnabledAt.Should().Be(Utc("2026-11-23 12:00"));
        plan.Status.Schedule!.HandledThrough.Should().Be(Utc("2026-11-23 12:00"));
        plan.Status.NextRunTime.Should().Be(Utc("2026-11-24 01:00"));
    }

    [Fact]
    public void Enabling_without_run_on_enable_waits_for_the_schedule()
    {
        var plan = new PlannedEvent(Nightly with { RunOnEnable = false }).Plan("2026-11-23 12:00");

        plan.Started.Should().BeNull();
        plan.Status.EnabledAt.Should().NotBeNull();
        plan.WakeAt.Should().Be(Utc("2026-11-23 12:10"), "a timer does not notice that the clock was set");
    }

    [Fact]
    public void An_enabled_event_without_a_schedule_sleeps_until_it_is_changed()
    {
        var planned = new PlannedEvent(new BillingEventSpec { Enabled = true, RunOnEnable = false });

        planned.Plan("2026-11-23 12:00").WakeAt.Should().BeNull();
    }

    [Fact]
    public void A_slot_runs_when_it_comes_and_only_once()
    {
        var planned = Idle(Nightly, "2026-11-23 12:00");

        planned.Plan("2026-11-24 00:59:59").Started.Should().BeNull();
        planned.WakeAt.Should().Be(Utc("2026-11-24 01:00"));
        var run = planned.Plan("2026-11-24 01:00:00.003").Started;
        run!.Trigger.Should().Be(RunTrigger.Schedule);
        run.Slot.Should().Be(Utc("2026-11-24 01:00"));
        run.Id.Should().StartWith("20261124T010000Z-schedule-");
        planned.Succeed();
        planned.Plan("2026-11-24 01:05").Started.Should().BeNull();
        planned.Status!.NextRunTime.Should().Be(Utc("2026-11-25 01:00"));
    }

    [Fact]
    public void A_backlog_becomes_one_run_for_its_newest_slot_and_the_others_are_counted()
    {
        var planned = Idle(Nightly, "2026-11-19 12:00");

        var plan = planned.Plan("2026-11-23 12:00");

        plan.Started!.Slot.Should().Be(Utc("2026-11-23 01:00"));
        plan.Notices.Should()
            .ContainSingle(notice => notice.Reason == BillingEventReasons.SlotsMissed)
            .Which.Message.Should()
            .StartWith("3 slots were missed before the one at 2026-11-23 01:00:00Z");
        planned.Succeed();
        planned.Plan("2026-11-23 12:01").Started.Should().BeNull();
    }

    [Fact]
    public void A_backlog_across_the_end_of_a_period_says_that_the_earlier_period_is_not_complete()
    {
        var planned = Idle(Nightly, "2026-11-29 12:00");

        var plan = planned.Plan("2026-12-01 12:00");

        plan.Started!.BillingPeriod.Should().Be("2026-12");
        plan.Notices.Should()
            .ContainSingle()
            .Which.Message.Should()
            .Contain("stands for those of 2026-12. Billing period 2026-11 is not complete")
            .And.Contain("billing.pureconnect.io/requestedPeriod: 2026-11");
    }

    [Fact]
    public void A_backlog_over_several_periods_names_the_first_and_the_last_of_them()
    {
        var daily = Nightly with { Schedule = "0 */6 * * *", BillingPeriod = BillingPeriodKind.Daily };
        var planned = Idle(daily, "2026-11-20 23:00");

        var plan = planned.Plan("2026-11-24 13:00");

        plan.Started!.BillingPeriod.Should().Be("2026-11-24");
        plan.Notices.Should()
            .ContainSingle()
            .Which.Message.Should()
            .Contain("stands for those of 2026-11-24. Billing periods 2026-11-21 to 2026-11-23 are not complete");
    }

    [Fact]
    public void A_skipped_slot_of_an_earlier_period_names_that_period()
    {
        var monthly = Nightly with { Schedule = "0 2 30 * *", StartingDeadlineSeconds = 3600 };
        var planned = Idle(monthly, "2026-11-29 12:00");

        var plan = planned.Plan("2026-12-02 12:00");

        plan.Started.Should().BeNull();
        plan.Notices.Should()
            .ContainSingle()
            .Which.Message.Should()
            .Contain("no run. Billing period 2026-11 is not complete")
            .And.Contain("billing.pureconnect.io/requestedPeriod: 2026-11")
            .And.NotContain("requestedAt");
    }

    [Fact]
    public void A_slot_older_than_the_starting_deadline_is_skipped_and_that_is_said_once()
    {
        var planned = Idle(Nightly with { StartingDeadlineSeconds = 3600 }, "2026-11-22 12:00");

        var plan = planned.Plan("2026-11-23 02:00:01");

        plan.Started.Should().BeNull();
        plan.Notices.Should()
            .ContainSingle(notice => notice.IsWarning)
            .Which.Message.Should()
            .Contain("1 slot was missed, the newest at 2026-11-23 01:00:00Z")
            .And.Contain("startingDeadlineSeconds (3600)");
        planned.Plan("2026-11-23 02:00:02").Notices.Should().BeEmpty();
    }

    [Theory]
    [InlineData(3600, true)]
    [InlineData(3599, false)]
    public void The_starting_deadline_is_inclusive(int deadline, bool runs)
    {
        var planned = Idle(Nightly with { StartingDeadlineSeconds = deadline }, "2026-11-22 12:00");

        (planned.Plan("2026-11-23 02:00").Started is not null).Should().Be(runs);
    }

    [Fact]
    public void Without_a_deadline_a_slot_may_be_a_day_late()
    {
        Idle(Nightly with { Schedule = "0 2 1 * *" }, "2026-11-30 12:00")
            .Plan("2026-12-02 01:00")
            .Started.Should()
            .NotBeNull();
        Idle(Nightly with { Schedule = "0 2 1 * *" }, "2026-11-30 12:00")
            .Plan("2026-12-02 01:00:01")
            .Started.Should()
            .BeNull();
    }

    [Theory]
    [InlineData("0 10 * * *", "Europe/Berlin")]
    [InlineData("0 2 * * *", "Asia/Tokyo")]
    public void An_edited_schedule_or_zone_never_runs_an_old_slot(string schedule, string zone)
    {
        var planned = Idle(Nightly, "2026-11-23 00:30");
        planned.Spec = Nightly with { Schedule = schedule, TimeZone = zone };

        var plan = planned.Plan("2026-11-23 23:00");

        plan.Started.Should().BeNull();
        plan.Status.Schedule!.HandledThrough.Should().Be(Utc("2026-11-23 23:00"));
    }

    [Fact]
    public void A_run_that_a_wrong_clock_began_is_started_again_for_the_period_of_now()
    {
        var planned = Idle(Nightly, "2026-11-26 12:00");
        var wrong = planned.Plan("2026-12-02 03:00").Started!;

        var plan = planned.Plan("2026-11-27 12:00");

        plan.Ended!.Id.Should().Be(wrong.Id);
        (plan.Ended.State, plan.Ended.Reason).Should().Be((RunState.Cancelled, BillingEventReasons.ClockSetBack));
        (plan.Started!.BillingPeriod, plan.Started.Slot).Should().Be(("2026-11", Utc("2026-11-27 12:00")));
        planned.Plan("2026-11-27 12:01").Started.Should().BeNull();
    }

    [Fact]
    public void A_request_for_an_earlier_period_keeps_it_where_the_clock_is_set_back()
    {
        var planned = Idle(Nightly, "2026-11-26 12:00");
        planned.RequestedPeriod = "2026-10";
        planned.Plan("2026-12-02 00:30").Started!.BillingPeriod.Should().Be("2026-10");

        var plan = planned.Plan("2026-11-27 12:00");

        (plan.Started!.Trigger, plan.Started.BillingPeriod).Should().Be((RunTrigger.Request, "2026-10"));
        plan.Status.Requests!.Period!.RunId.Should().Be(plan.Started.Id);
    }

    [Fact]
    public void A_deletion_that_a_finalizer_holds_up_ends_the_run_and_says_so()
    {
        var planned = Idle(Nightly, "2026-11-23 00:30");
        planned.Plan("2026-11-23 02:00").Started.Should().NotBeNull();
        (planned.IsBeingDeleted, planned.RequestedAt) = (true, "now");

        var plan = planned.Plan("2026-11-23 02:00:10");

        plan.Ended!.Message.Should().StartWith("Cancelled: the event was deleted.");
        plan.Status.ActiveRun.Should().BeNull();
        plan.Status.NextRunTime.Should().BeNull();
        plan.Status.Requests!.At!.Message.Should().Contain("the event has been deleted. Create it again first");
    }

    [Fact]
    public void A_removed_schedule_is_forgotten()
    {
        var planned = Idle(Nightly, "2026-11-23 00:30");
        planned.Spec = Nightly with { Schedule = null };

        var plan = planned.Plan("2026-11-23 23:00");

        plan.Status.Schedule.Should().BeNull();
        plan.Status.NextRunTime.Should().BeNull();
        plan.Started.Should().BeNull();
    }

    [Fact]
    public void Two_requests_of_one_second_are_two_runs()
    {
        var planned = Idle(Nightly, "2026-11-23 12:00");
        planned.RequestedAt = "1";
        var one = planned.Plan("2026-11-23 12:30").Started;
        planned.Succeed();
        planned.RequestedAt = "2";

        planned.Plan("2026-11-23 12:30").Started!.Id.Should().NotBe(one!.Id);
    }

    [Theory]
    [InlineData("2026-11-23 12:30:00")]
    [InlineData("2026-11-23 12:29:59")]
    [InlineData("2026-11-23 11:45:00")]
    public void A_run_that_is_asked_for_stands_for_a_later_moment_than_the_run_before(string now)
    {
        var planned = Idle(Nightly, "2026-11-23 11:00");
        planned.RequestedAt = "1";
        var one = planned.Plan("2026-11-23 12:30").Started!;
        planned.End(one);
        planned.RequestedAt = "2";

        var two = planned.Plan(now).Started!;

        two.Slot.Should().Be(one.Slot.AddSeconds(1), "latest.json goes to the run with the latest slot");
        two.StartedAt.Should().Be(Utc(now));
    }

    [Fact]
    public void Enabling_and_a_request_for_the_same_period_are_one_run()
    {
        var planned = new PlannedEvent(Nightly) { RequestedAt = "1" };

        planned.Plan("2026-11-23 12:00").Started!.Trigger.Should().Be(RunTrigger.Enable);
        planned.Succeed();
        planned.Plan("2026-11-23 12:01").Started.Should().BeNull();
    }

    [Fact]
    public void Enabling_and_a_request_for_an_earlier_period_are_two_runs_one_after_the_other()
    {
        var planned = new PlannedEvent(Nightly) { RequestedPeriod = "2026-10" };

        planned.Plan("2026-11-23 12:00").Started!.BillingPeriod.Should().Be("2026-11");
        planned.Plan("2026-11-23 12:01").Started.Should().BeNull();
        planned.Succeed();
        planned.Plan("2026-11-23 12:02").Started!.BillingPeriod.Should().Be("2026-10");
        planned.Succeed();
        planned.Plan("2026-11-23 12:03").Started.Should().BeNull();
    }

    [Fact]
    public void A_request_for_an_earlier_period_does_not_swallow_a_due_slot()
    {
        var planned = Idle(Nightly, "2026-11-23 00:30");
        planned.RequestedPeriod = "2026-10";

        planned.Plan("2026-11-23 01:30").Started!.BillingPeriod.Should().Be("2026-10");
        planned.Succeed();
        var next = planned.Plan("2026-11-23 01:40").Started;

        next!.Trigger.Should().Be(RunTrigger.Schedule);
        next.BillingPeriod.Should().Be("2026-11");
    }

    [Fact]
    public void A_run_that_has_not_failed_is_let_finish_and_the_slot_that_came_meanwhile_follows()
    {
        var planned = Idle(Nightly, "2026-11-23 00:30");
        planned.Plan("2026-11-23 01:00");

        planned.Plan("2026-11-24 01:00").Started.Should().BeNull();
        planned.Succeed();

        planned.Plan("2026-11-24 01:20").Started!.Slot.Should().Be(Utc("2026-11-24 01:00"));
    }

    [Fact]
    public void A_failing_run_is_tried_until_the_next_slot_and_then_gives_way()
    {
        var planned = Idle(Nightly, "2026-11-23 00:30");
        var failing = planned.Plan("2026-11-23 01:00").Started!;
        planned.Fail(times: 7);

        planned.Plan("2026-11-24 00:59").Status.ActiveRun!.Id.Should().Be(failing.Id);
        var plan = planned.Plan("2026-11-24 01:00");

        plan.Started!.Slot.Should().Be(Utc("2026-11-24 01:00"));
        plan.Ended!.Id.Should().Be(failing.Id);
        plan.Ended.State.Should().Be(RunState.Failed);
        plan.Ended.Message.Should().Contain("failed 7 times").And.Contain("the same billing period");
        plan.Ended.FinishedAt.Should().Be(Utc("2026-11-24 01:00"));
        plan.Status.LastRun.Should().Be(plan.Ended);
        plan.Status.History![0].Should().Be(plan.Ended);
        plan.Notices.Should().ContainSingle(notice => notice.Reason == BillingEventReasons.RunSuperseded);
    }

    [Fact]
    public void A_failing_run_of_another_period_says_how_to_run_that_period_again()
    {
        var planned = Idle(Nightly, "2026-11-30 00:30");
        planned.Plan("2026-11-30 01:00");
        planned.Fail(times: 1);

        planned
            .Plan("2026-12-01 01:00")
            .Ended!.Message.Should()
            .Contain("Billing period 2026-11 is not complete")
            .And.Contain("billing.pureconnect.io/requestedPeriod: 2026-11");
    }

    [Fact]
    public void A_failing_run_gives_way_to_a_new_request()
    {
        var planned = Idle(Nightly, "2026-11-23 00:30");
        planned.Plan("2026-11-23 01:00");
        planned.Fail(times: 1);
        planned.RequestedAt = "again";

        var plan = planned.Plan("2026-11-23 01:10");

        plan.Started!.Trigger.Should().Be(RunTrigger.Request);
        plan.Ended!.Trigger.Should().Be(RunTrigger.Schedule);
    }

    [Fact]
    public void A_failing_request_does_not_give_way_to_a_slot_that_is_older_than_it()
    {
        var planned = Idle(Nightly, "2026-11-23 00:30");
        planned.RequestedPeriod = "2026-10";
        planned.Plan("2026-11-23 01:30");
        planned.Fail(times: 1);

        planned.Plan("2026-11-23 01:40").Started.Should().BeNull();
        planned.Plan("2026-11-24 01:00").Started!.Trigger.Should().Be(RunTrigger.Schedule);
    }

    [Fact]
    public void Disabling_cancels_the_run()
    {
        var planned = new PlannedEvent(Nightly);
        var run = planned.Plan("2026-11-23 12:00").Started!;
        planned.Spec = Nightly with { Enabled = false };

        var plan = planned.Plan("2026-11-23 12:01");

        plan.Ended!.Id.Should().Be(run.Id);
        plan.Ended.State.Should().Be(RunState.Cancelled);
        plan.Status.ActiveRun.Should().BeNull();
        plan.Status.History.Should().ContainSingle();
        plan.Status.EnabledAt.Should().BeNull();
        plan.Status.NextRunTime.Should().BeNull();
        plan.WakeAt.Should().BeNull();
    }

    [Fact]
    public void Enabling_again_runs_again_but_no_slot_of_the_time_between()
    {
        var planned = Idle(Nightly, "2026-11-23 12:00");
        planned.Spec = Nightly with { Enabled = false };
        planned.Plan("2026-11-23 13:00");
        planned.Spec = Nightly;

        var run = planned.Plan("2026-11-24 12:00").Started;

        run!.Trigger.Should().Be(RunTrigger.Enable);
        planned.Succeed();
        planned.Plan("2026-11-24 12:01").Started.Should().BeNull();
    }

    [Fact]
    public void A_slot_belongs_to_the_period_of_its_zone_also_when_it_runs_late()
    {
        var monthEnd = Nightly with { Schedule = "30 23 30 11 *" };

        var run = Idle(monthEnd, "2026-11-23 12:00").Plan("2026-11-30 23:10").Started;

        run!.BillingPeriod.Should().Be("2026-11", "it is December in Berlin now, but the slot was in November");
    }

    [Fact]
    public void A_clock_set_back_a_little_runs_no_slot_twice()
    {
        var planned = Idle(Nightly, "2026-11-23 00:30");
        planned.Plan("2026-11-23 01:00");
        planned.Succeed();

        planned.Plan("2026-11-23 00:45").Started.Should().BeNull();
        planned.Status!.NextRunTime.Should().Be(Utc("2026-11-24 01:00"));
        planned.Plan("2026-11-23 01:00").Started.Should().BeNull();
    }

    [Fact]
    public void A_clock_set_back_by_years_does_not_stall_the_schedule()
    {
        var planned = Idle(Nightly, "2036-11-23 12:00");

        var plan = planned.Plan("2026-11-23 12:00");

        plan.Notices.Should().ContainSingle(notice => notice.Reason == BillingEventReasons.ClockSetBack);
        plan.Status.NextRunTime.Should().Be(Utc("2026-11-24 01:00"));
        planned.Plan("2026-11-24 01:00").Started.Should().NotBeNull();
    }

    [Fact]
    public void History_keeps_the_newest_runs_only()
    {
        var planned = Idle(Nightly with { HistoryLimit = 2 }, "2026-11-20 12:00");
        for (var day = 21; day <= 24; day++)
        {
            planned.Plan($"2026-11-{day} 01:00");
            planned.Fail(times: 1);
        }

        planned
            .Status!.History!.Select(run => run.Slot)
            .Should()
            .Equal(Utc("2026-11-23 01:00"), Utc("2026-11-22 01:00"));
    }

    [Fact]
    public void The_run_of_a_slot_has_the_same_id_on_every_replica()
    {
        var one = Idle(Nightly, "2026-11-23 00:30").Plan("2026-11-23 01:00").Started!.Id;
        var other = Idle(Nightly, "2026-11-22 12:00").Plan("2026-11-23 07:00").Started!.Id;

        other.Should().Be(one);
    }

    private static PlannedEvent Idle(BillingEventSpec spec, string since)
    {
        var planned = new PlannedEvent(spec with { RunOnEnable = false });
        planned.Plan(since);
        planned.Spec = spec;
        return planned;
    }

    private static DateTimeOffset Utc(string time) =>
        DateTimeOffset.Parse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
