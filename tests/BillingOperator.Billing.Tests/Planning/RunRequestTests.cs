using System.Globalization;
using BillingOperator.Api.Events;

namespace BillingOperator.Billing.Tests.Planning;

/// <summary>The two annotations by which people ask for runs.</summary>
public sealed class RunRequestTests
{
    private static readonly BillingEventSpec Monthly = new() { Enabled = true, RunOnEnable = false };

    [Fact]
    public void A_request_runs_the_current_period_at_once_and_only_once()
    {
        var planned = Idle(Monthly);
        planned.RequestedAt = "now please";

        var plan = planned.Plan("2026-11-23 12:30");

        plan.Started!.Trigger.Should().Be(RunTrigger.Request);
        plan.Started.BillingPeriod.Should().Be("2026-11");
        plan.Status.Requests.Should()
            .Be(
                new RunRequests
                {
                    At = new HandledRequest
                    {
                        Value = "now please",
                        Outcome = RequestOutcome.Accepted,
                        RunId = plan.Started.Id,
                        Message = $"Run {plan.Started.Id} is for 2026-11.",
                        HandledAt = Utc("2026-11-23 12:30"),
                    },
                }
            );
        planned.Succeed();
        planned.Plan("2026-11-23 12:31").Started.Should().BeNull();
    }

    /// <summary>A period that was asked for once must not be what "run now" means from then on.</summary>
    [Fact]
    public void A_request_for_an_earlier_period_is_used_up_and_the_next_one_is_for_the_current_period()
    {
        var planned = Idle(Monthly);
        planned.RequestedPeriod = "2026-10";
        planned.Plan("2026-11-23 12:30").Started!.BillingPeriod.Should().Be("2026-10");
        planned.Succeed();
        planned.Plan("2026-11-23 12:31").Started.Should().BeNull();

        planned.RequestedAt = "now";

        planned.Plan("2026-11-23 12:32").Started!.BillingPeriod.Should().Be("2026-11");
        planned.Succeed();
        planned.Plan("2026-11-23 12:33").Started.Should().BeNull();
        planned.Status!.Requests!.Period!.Value.Should().Be("2026-10");
    }

    [Fact]
    public void A_new_suffix_asks_for_the_same_period_again()
    {
        var planned = Idle(Monthly);
        foreach (var value in new[] { "2026-10", "2026-10#2", "2026-10#", "2026-10#🚀 again", "2026-10" })
        {
            planned.RequestedPeriod = value;

            planned.Plan("2026-11-23 12:30").Started!.BillingPeriod.Should().Be("2026-10", $"of {value}");
            planned.Succeed();
            planned.Plan("2026-11-23 12:31").Started.Should().BeNull();
        }
    }

    [Fact]
    public void Of_two_requests_in_one_second_the_later_one_is_the_newest()
    {
        var planned = Idle(Monthly);
        planned.RequestedPeriod = "0001-01";
        planned.Plan("2026-11-23 12:30");
        planned.RequestedAt = "now";

        var requests = planned.Plan("2026-11-23 12:30").Status.Requests!;

        requests.At!.HandledAt.Should().BeAfter(requests.Period!.HandledAt);
    }

    /// <summary>If it gave way, its period would never be billed.</summary>
    [Fact]
    public void A_failing_run_is_not_given_up_for_a_request_of_another_period()
    {
        var planned = Idle(Monthly);
        planned.RequestedAt = "now";
        var run = planned.Plan("2026-11-23 12:30").Started!;
        planned.Fail(times: 3);
        planned.RequestedPeriod = "2026-10";

        var plan = planned.Plan("2026-11-23 12:31");

        plan.Started.Should().BeNull();
        plan.Status.ActiveRun!.Id.Should().Be(run.Id);
        planned.Succeed();
        planned.Plan("2026-11-23 12:32").Started!.BillingPeriod.Should().Be("2026-10", "it has waited");
    }

    [Theory]
    [InlineData("20261123T120000Z-enable-00000000", "xx")]
    [InlineData("we/../ird", "2026-11")]
    public void A_run_that_somebody_else_wrote_down_is_forgotten(string id, string period)
    {
        var planned = Idle(Monthly);
        planned.Status = planned.Status! with
        {
            ActiveRun = new ActiveRun
            {
                Id = id,
                BillingPeriod = period,
                Trigger = RunTrigger.Manual,
            },
        };
        planned.RequestedAt = "now";

        planned.Plan("2026-11-23 12:30").Started!.BillingPeriod.Should().Be("2026-11");
    }

    [Fact]
    public void Both_requests_at_once_are_two_runs_one_after_the_other()
    {
        var planned = Idle(Monthly);
        (planned.RequestedAt, planned.RequestedPeriod) = ("now", "2026-10");

        var one = planned.Plan("2026-11-23 12:30");
        one.Started!.BillingPeriod.Should().Be("2026-11");
        planned.Plan("2026-11-23 12:31").Started.Should().BeNull();
        planned.End(one.Started);
        var two = planned.Plan("2026-11-23 12:32");
        two.Started!.BillingPeriod.Should().Be("2026-10");
        planned.End(two.Started);
        planned.Plan("2026-11-23 12:33").Started.Should().BeNull();

        planned.Status!.Requests!.At!.RunId.Should().Be(one.Started.Id);
        planned.Status.Requests.Period!.RunId.Should().Be(two.Started.Id);
    }

    [Theory]
    [InlineData(null, "2026-11", "2026-11")]
    [InlineData(null, "2000-01", "2000-01")]
    [InlineData(BillingPeriodKind.Daily, "2026-11-01", "2026-11-01")]
    [InlineData(BillingPeriodKind.Daily, "2026-11-01#again", "2026-11-01")]
    public void A_request_may_be_for_any_period_that_has_begun(string? kind, string requested, string period)
    {
        var planned = Idle(Monthly with { BillingPeriod = kind });
        planned.RequestedPeriod = requested;

        planned.Plan("2026-11-23 12:30").Started!.BillingPeriod.Should().Be(period);
    }

    [Theory]
    [InlineData(null, "October", "\"October\": enter a month such as 2026-11")]
    [InlineData(null, " 2026-10", "enter a month such as 2026-11")]
    [InlineData(null, "#2026-10", "enter a month such as 2026-11")]
    [InlineData(null, "2026-1০", "enter a month such as 2026-11")]
    [InlineData(null, "2026-11-01", "enter a month such as 2026-11, or for the second time 2026-11#2")]
    [InlineData(BillingPeriodKind.Daily, "2026-11", "enter a day such as 2026-11-23")]
    [InlineData(null, "2026-12", "yet to come: enter 2026-11 or an earlier period")]
    [InlineData(null, "9999-12#2", "enter ")]
    [InlineData(null, "0001-01", "before 2000: enter a period such as 2026-11")]
    public void A_request_for_no_such_period_is_refused_once(string? kind, string requested, string fragment)
    {
        var planned = Idle(Monthly with { BillingPeriod = kind });
        planned.RequestedPeriod = requested;

        var plan = planned.Plan("2026-11-23 12:30");

        plan.Started.Should().BeNull();
        var refusal = plan.Status.Requests!.Period!;
        refusal.Outcome.Should().Be(RequestOutcome.Refused);
        refusal.Value.Should().Be(requested);
        refusal.RunId.Should().BeNull();
        refusal.Message.Should().Contain("billing.pureconnect.io/requestedPeriod").And.Contain(fragment);
        plan.Notices.Should().ContainSingle().Which.Message.Should().Be(refusal.Message);
        planned.Plan("2026-11-23 12:31").Notices.Should().BeEmpty();
    }

    [Fact]
    public void A_refused_request_keeps_no_other_from_its_run()
    {
        var planned = Idle(Monthly);
        (planned.RequestedAt, planned.RequestedPeriod) = ("now", "soon");

        var plan = planned.Plan("2026-11-23 12:30");

        plan.Started!.BillingPeriod.Should().Be("2026-11");
        plan.Status.Requests!.At!.Outcome.Should().Be(RequestOutcome.Accepted);
        plan.Status.Requests.Period!.Outcome.Should().Be(RequestOutcome.Refused);
    }

    [Fact]
    public void Requests_made_while_disabled_are_refused_and_do_not_run_later()
    {
        var planned = new PlannedEvent(Monthly with { Enabled = false })
        {
            RequestedAt = "1",
            RequestedPeriod = "2026-10",
        };

        var plan = planned.Plan("2026-11-23 12:00");

        plan.Status.Requests!.At!.Message.Should().Contain("disabled");
        plan.Status.Requests.Period!.Message.Should().Contain("disabled");
        planned.Plan("2026-11-23 12:01").Notices.Should().BeEmpty();
        planned.Spec = Monthly;
        planned.Plan("2026-11-23 12:02").Started.Should().BeNull();
    }

    [Fact]
    public void An_absent_annotation_asks_for_nothing()
    {
        var plan = Idle(Monthly).Plan("2026-11-23 12:30");

        plan.Started.Should().BeNull();
        plan.Status.Requests.Should().BeNull();
    }

    /// <summary>As a script leaves it whose substitution gives nothing.</summary>
    [Theory]
    [InlineData("", true)]
    [InlineData(" \n\t", true)]
    [InlineData("", false)]
    public void A_blank_annotation_is_refused_once_with_what_to_write(string value, bool enabled)
    {
        var planned = Idle(Monthly with { Enabled = enabled });
        (planned.RequestedAt, planned.RequestedPeriod) = (value, value);

        var plan = planned.Plan("2026-11-23 12:30");

        plan.Started.Should().BeNull();
        var requests = plan.Status.Requests!;
        requests.At!.Outcome.Should().Be(RequestOutcome.Refused);
        requests.At.Message.Should().Contain("requestedAt is blank").And.Contain("such as the time");
        requests.Period!.Message.Should().Contain("requestedPeriod is blank").And.Contain("such as 2026-10");
        requests.At.Value.Should().NotBeEmpty("not every API server takes an empty text");
        planned.Plan("2026-11-23 12:31").Notices.Should().BeEmpty();
        planned.Spec = Monthly;
        planned.RequestedAt = "now";
        planned.Plan("2026-11-23 12:32").Started.Should().NotBeNull();
    }

    /// <summary>An annotation may be 256 KiB long, and a status must not grow with it.</summary>
    [Theory]
    [InlineData("x")]
    [InlineData("🚀")]
    public void Long_values_are_told_apart_to_the_last_character_and_fit_into_the_status(string text)
    {
        var planned = Idle(Monthly);
        var start = string.Concat(Enumerable.Repeat(text, 50_000));
        foreach (var value in new[] { start, start + "1", start + "2", "-" + start })
        {
            planned.RequestedAt = value;

            planned.Plan("2026-11-23 12:30").Started.Should().NotBeNull();
            planned.Succeed();
            planned.Plan("2026-11-23 12:31").Started.Should().BeNull();
            var kept = planned.Status!.Requests!.At!.Value;
            kept.Length.Should().BeLessThanOrEqualTo(256);
            kept.EnumerateRunes().Should().NotContain(System.Text.Rune.ReplacementChar, "no character is cut in two");
        }

        planned.RequestedPeriod = "2026-10#" + start;
        planned.Plan("2026-11-23 12:30").Started!.BillingPeriod.Should().Be("2026-10");
    }

    private static PlannedEvent Idle(BillingEventSpec spec)
    {
        var planned = new PlannedEvent(spec);
        planned.Plan("2026-11-23 12:00");
        return planned;
    }

    private static DateTimeOffset Utc(string time) =>
        DateTimeOffset.Parse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
