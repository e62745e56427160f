using System.Globalization;
using BillingOperator.Api.Events;
using BillingOperator.Billing.Scheduling;

namespace BillingOperator.Billing.Tests.Scheduling;

public sealed class BillingPeriodTests
{
    [Theory]
    [InlineData("2026-11-30T22:59:59Z", BillingPeriodKind.Monthly, "2026-11", "2026-11-01", "2026-12-01")]
    [InlineData("2026-11-30T23:00:00Z", BillingPeriodKind.Monthly, "2026-12", "2026-12-01", "2027-01-01")]
    [InlineData("2026-12-31T23:00:00Z", BillingPeriodKind.Monthly, "2027-01", "2027-01-01", "2027-02-01")]
    [InlineData("2026-11-30T23:00:00Z", null, "2026-12", "2026-12-01", "2027-01-01")]
    [InlineData("2026-12-31T22:59:59Z", BillingPeriodKind.Daily, "2026-12-31", "2026-12-31", "2027-01-01")]
    [InlineData("2026-12-31T23:00:00Z", BillingPeriodKind.Daily, "2027-01-01", "2027-01-01", "2027-01-02")]
    public void A_moment_falls_into_the_period_that_the_clock_of_the_zone_shows(
        string moment,
        string? kind,
        string id,
        string start,
        string end
    )
    {
        var period = BillingPeriod.Containing(
            DateTimeOffset.Parse(moment, CultureInfo.InvariantCulture),
            kind,
            TimeZones.Find("Europe/Berlin")
        );

        period.Id.Should().Be(id);
        period.Start.Should().Be(DateOnly.Parse(start, CultureInfo.InvariantCulture));
        period.EndExclusive.Should().Be(DateOnly.Parse(end, CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("2026-11", BillingPeriodKind.Monthly)]
    [InlineData("2024-02-29", BillingPeriodKind.Daily)]
    public void A_period_is_read_from_its_id(string id, string kind)
    {
        BillingPeriod.TryParse(id, out var period).Should().BeTrue();
        period!.Kind.Should().Be(kind);
        period.Id.Should().Be(id);
    }

    [Theory]
    [InlineData("")]
    [InlineData("2026")]
    [InlineData("2026-13")]
    [InlineData("2026-1")]
    [InlineData("2026-02-29")]
    [InlineData("2026-11-1")]
    [InlineData(" 2026-11")]
    [InlineData("2026/11")]
    [InlineData("9999-12")]
    public void Anything_else_is_no_period(string id) => BillingPeriod.TryParse(id, out _).Should().BeFalse();

    [Fact]
    public void Periods_are_values() => BillingPeriod.Parse("2026-11").Should().Be(BillingPeriod.Parse("2026-11"));
}
