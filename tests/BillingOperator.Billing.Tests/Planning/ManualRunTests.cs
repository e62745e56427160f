using BillingOperator.Api.Events;
using BillingOperator.Billing.Planning;

namespace BillingOperator.Billing.Tests.Planning;

public sealed class ManualRunTests
{
    private static readonly DateTimeOffset LastMomentsOfOctober = new(2026, 10, 31, 23, 30, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("Etc/UTC", "Monthly", "2026-10")]
    [InlineData("Europe/Berlin", "Monthly", "2026-11")]
    [InlineData("Europe/Berlin", "Daily", "2026-11-01")]
    [InlineData(null, null, "2026-10")]
    public void Without_a_named_period_it_is_the_current_one_by_the_clock_of_the_event(
        string? zone,
        string? kind,
        string expected
    )
    {
        var spec = new BillingEventSpec { TimeZone = zone, BillingPeriod = kind };

        ManualRun.FindPeriodError(null, spec, LastMomentsOfOctober, out var period).Should().BeNull();

        period.Id.Should().Be(expected);
    }

    [Theory]
    [InlineData("2026-09", true)]
    [InlineData("2026-10", false)]
    public void A_named_period_that_is_over_is_noted(string named, bool isOver)
    {
        var spec = new BillingEventSpec();
        ManualRun.FindPeriodError(named, spec, LastMomentsOfOctober, out var period).Should().BeNull();

        var order = ManualRun.Order("pureconnect", spec, period, LastMomentsOfOctober, "1.2.3");

        (order.Period.Id, order.IsPeriodPast).Should().Be((named, isOver));
    }

    [Theory]
    [InlineData("2026-11", "is \"2026-11\", which is yet to come: enter 2026-10 or an earlier period")]
    [InlineData("2026-10-31", "is \"2026-10-31\": enter a month such as 2026-10")]
    [InlineData("2026-10#2", "is \"2026-10#2\": enter a month such as 2026-10")]
    [InlineData("0001-01", "is \"0001-01\", which is before 2000: enter a period such as 2026-10")]
    public void A_period_is_checked_as_that_of_the_annotation_is(string named, string expected) =>
        ManualRun.FindPeriodError(named, new BillingEventSpec(), LastMomentsOfOctober, out _).Should().Be(expected);

    [Fact]
    public void Each_run_is_a_new_one_that_sorts_by_time_and_says_what_it_is()
    {
        var first = Order();
        var second = Order();

        first.RunId.Should().StartWith("20261031T233000Z-manual-").And.NotBe(second.RunId);
        (first.Trigger, first.Slot).Should().Be(("Manual", LastMomentsOfOctober));
    }

    private static Billing.Runs.RunSpec Order()
    {
        ManualRun.FindPeriodError(null, new BillingEventSpec(), LastMomentsOfOctober, out var period);
        return ManualRun.Order("pureconnect", new BillingEventSpec(), period, LastMomentsOfOctober, "1.2.3");
    }
}
