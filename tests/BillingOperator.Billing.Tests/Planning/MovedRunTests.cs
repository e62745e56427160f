using BillingOperator.Api.Events;

namespace BillingOperator.Billing.Tests.Planning;

/// <summary>Settings that come to name another place: before, during and after a run.</summary>
public sealed class MovedRunTests
{
    private const string Old = "s3://old";
    private const string New = "s3://new";

    private static readonly BillingEventSpec Spec = new() { Enabled = true };

    [Fact]
    public void A_run_that_goes_on_is_cancelled_and_begun_anew_at_the_new_place()
    {
        var planned = Running(out var run);
        planned.Location = New;

        var plan = planned.Plan("2026-12-01 00:10");

        plan.Ended!.Id.Should().Be(run.Id);
        plan.Ended.State.Should().Be(RunState.Cancelled);
        plan.Ended.Reason.Should().Be("Moved");
        plan.Ended.Location.Should().Be(Old);
        plan.Ended.Message.Should().Contain(Old).And.Contain(New);
        plan.Status.LastRun.Should().Be(plan.Ended);
        plan.Started!.Trigger.Should().Be(RunTrigger.Moved);
        plan.Started.BillingPeriod.Should().Be(run.BillingPeriod, "it is the same run, started again");
        plan.Started.Id.Should().NotBe(run.Id);
        plan.Notices.Should().ContainSingle(notice => notice.Reason == "Moved");
        planned.Begin();
        planned.Plan("2026-12-01 00:11").Started.Should().BeNull();
    }

    [Fact]
    public void A_run_that_waits_to_be_tried_again_is_begun_anew_too()
    {
        var planned = Running(out var run);
        planned.Fail(times: 3);
        planned.Location = New;

        var plan = planned.Plan("2026-11-23 12:01");

        plan.Ended!.Id.Should().Be(run.Id);
        plan.Started!.FailedAttempts.Should().BeNull();
    }

    [Fact]
    public void A_run_that_has_not_begun_anywhere_just_begins_at_the_new_place()
    {
        var planned = new PlannedEvent(Spec) { Location = Old };
        var run = planned.Plan("2026-11-23 12:00").Started!;
        planned.Location = New;

        var plan = planned.Plan("2026-11-23 12:01");

        plan.Ended.Should().BeNull();
        plan.Status.ActiveRun!.Id.Should().Be(run.Id);
    }

    [Fact]
    public void Settings_that_name_no_place_move_nothing()
    {
        var planned = Running(out var run);
        planned.Location = null;

        planned.Plan("2026-11-23 12:01").Status.ActiveRun!.Id.Should().Be(run.Id);
        planned.Location = Old;
        planned.Plan("2026-11-23 12:02").Status.ActiveRun!.Id.Should().Be(run.Id);
    }

    [Fact]
    public void After_a_run_the_newest_period_runs_once_more_at_the_new_place_and_only_once()
    {
        var planned = Ran("2026-11-30 12:00");
        planned.Location = New;

        var plan = planned.Plan("2026-12-02 12:00");

        plan.Started!.Trigger.Should().Be(RunTrigger.Moved);
        plan.Started.BillingPeriod.Should()
            .Be("2026-11", "December is not due yet, and November is what the place lacks");
        planned.Plan("2026-12-02 12:01").Started.Should().BeNull();
        planned.Begin();
        planned.End(planned.Status!.ActiveRun!);
        planned.Plan("2026-12-02 12:02").Started.Should().BeNull();
    }

    [Fact]
    public void A_move_there_and_back_runs_at_both_places()
    {
        var planned = Ran("2026-11-23 12:00");
        foreach (var place in new[] { New, Old })
        {
            planned.Location = place;
            planned.Plan("2026-11-23 12:01").Started!.Trigger.Should().Be(RunTrigger.Moved);
            planned.Begin();
            planned.End(planned.Status!.ActiveRun!);
        }
    }

    [Fact]
    public void A_request_for_an_earlier_period_at_the_new_place_does_not_stand_for_the_newest_period()
    {
        var planned = Ran("2026-11-23 12:00");
        (planned.Location, planned.RequestedPeriod) = (New, "2026-10");
        var earlier = planned.Plan("2026-11-23 12:01").Started!;
        earlier.BillingPeriod.Should().Be("2026-10");
        planned.Begin();
        planned.End(planned.Status!.ActiveRun!);

        planned.Plan("2026-11-23 12:02").Started!.BillingPeriod.Should().Be("2026-11");
    }

    [Fact]
    public void A_request_at_the_new_place_stands_for_the_move()
    {
        var planned = Ran("2026-11-23 12:00");
        (planned.Location, planned.RequestedAt) = (New, "now");
        planned.Plan("2026-11-23 12:01").Started!.Trigger.Should().Be(RunTrigger.Request);
        planned.Begin();
        planned.End(planned.Status!.ActiveRun!);

        planned.Plan("2026-11-23 12:02").Started.Should().BeNull();
    }

    [Fact]
    public void A_disabled_event_moves_when_it_is_enabled()
    {
        var planned = Ran("2026-11-23 12:00");
        planned.Spec = Spec with { Enabled = false };
        planned.Location = New;
        planned.Plan("2026-11-23 12:01").Started.Should().BeNull();

        planned.Spec = Spec with { RunOnEnable = false };

        planned.Plan("2026-11-23 12:02").Started!.Trigger.Should().Be(RunTrigger.Moved);
    }

    [Fact]
    public void A_request_whose_run_moved_names_the_run_in_its_place()
    {
        var planned = Ran("2026-11-23 12:00");
        planned.RequestedAt = "now";
        planned.Plan("2026-11-23 12:01");
        planned.Begin();
        planned.Location = New;

        var next = planned.Plan("2026-11-23 12:02").Started!;

        planned.Status!.Requests!.At!.RunId.Should().Be(next.Id);
        planned.Status.Requests.At.Outcome.Should().Be(RequestOutcome.Accepted);
    }

    /// <summary>The history is short, and the newest period must not fall out of it.</summary>
    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 3)]
    [InlineData(3, 7)]
    public void However_many_runs_of_earlier_periods_follow_the_newest_period_moves(int limit, int earlier)
    {
        var planned = Ran("2026-11-23 12:00");
        planned.Spec = Spec with { HistoryLimit = limit };
        for (var i = 0; i < earlier; i++)
        {
            planned.RequestedPeriod = $"2026-10#{i}";
            planned.Plan("2026-11-23 12:01");
            planned.Begin();
            planned.End(planned.Status!.ActiveRun!);
        }
        planned.Status!.LastRun!.BillingPeriod.Should().Be("2026-10");
        planned.Status.History.Should().HaveCount(limit);

        planned.Location = New;

        planned.Plan("2026-11-23 12:10").Started!.BillingPeriod.Should().Be("2026-11");
    }

    /// <summary>As the version before wrote it: nobody knows where that run went.</summary>
    [Fact]
    public void A_last_run_of_an_unknown_place_is_run_once_more()
    {
        var planned = new PlannedEvent(Spec) { Location = null };
        planned.End(planned.Plan("2026-11-23 12:00").Started!);
        planned.Status!.LastRun!.Location.Should().BeNull();
        planned.Location = New;

        planned.Plan("2026-11-23 12:01").Started!.Trigger.Should().Be(RunTrigger.Moved);
    }

    private static PlannedEvent Running(out ActiveRun run)
    {
        var planned = new PlannedEvent(Spec) { Location = Old };
        run = planned.Plan("2026-11-23 12:00").Started!;
        planned.Begin();
        return planned;
    }

    private static PlannedEvent Ran(string at)
    {
        var planned = new PlannedEvent(Spec) { Location = Old };
        planned.Plan(at);
        planned.Begin();
        planned.End(planned.Status!.ActiveRun!);
        return planned;
    }
}
