using System.Globalization;
using BillingOperator.Billing.Scheduling;

namespace BillingOperator.Billing.Tests.Scheduling;

public sealed class CronScheduleTests
{
    [Theory]
    [InlineData("* * * * *", "2026-11-23 10:00", "2026-11-23 10:01")]
    [InlineData("*/15 * * * *", "2026-11-23 10:46", "2026-11-23 11:00")]
    [InlineData("5/20 * * * *", "2026-11-23 10:25", "2026-11-23 10:45")]
    [InlineData("10-30/10,45 8 * * *", "2026-11-23 08:30", "2026-11-23 08:45")]
    [InlineData("0 0 1 * *", "2026-12-31 23:59", "2027-01-01 00:00")]
    [InlineData("0 0 1 1 *", "2026-01-01 00:00", "2027-01-01 00:00")]
    [InlineData("0 0 29 2 *", "2096-02-29 00:00", "2104-02-29 00:00")]
    [InlineData("0 0 31 * *", "2026-03-31 00:00", "2026-05-31 00:00")]
    [InlineData("30 6 * JAN-MAR mon", "2026-03-30 06:30", "2027-01-04 06:30")]
    [InlineData("0 12 * * 0", "2026-11-23 00:00", "2026-11-29 12:00")]
    [InlineData("0 12 * * 7", "2026-11-23 00:00", "2026-11-29 12:00")]
    [InlineData("0 12 * * 5-7", "2026-11-27 12:00", "2026-11-28 12:00")]
    [InlineData("0 12 * * 7/2", "2026-11-23 00:00", "2026-11-29 12:00")]
    [InlineData("0 12 * * FRI,Sat", "2026-11-23 00:00", "2026-11-27 12:00")]
    [InlineData("  0\t2  *  * * ", "2026-11-23 02:00", "2026-11-24 02:00")]
    public void The_next_slot_is_the_first_one_after(string expression, string after, string next) =>
        Next(expression, after).Should().Be(Utc(next));

    [Theory]
    [InlineData("@yearly", "2027-01-01 00:00")]
    [InlineData("@annually", "2027-01-01 00:00")]
    [InlineData("@monthly", "2026-12-01 00:00")]
    [InlineData("@weekly", "2026-11-29 00:00")]
    [InlineData("@daily", "2026-11-24 00:00")]
    [InlineData("@Midnight", "2026-11-24 00:00")]
    [InlineData("@hourly", "2026-11-23 11:00")]
    public void The_short_forms_stand_for_their_expressions(string expression, string next) =>
        Next(expression, "2026-11-23 10:00").Should().Be(Utc(next));

    [Theory]
    [InlineData("0 0 13 * 5", "2026-11-23 00:00", "2026-11-27 00:00")]
    [InlineData("0 0 24 * 5", "2026-11-23 00:00", "2026-11-24 00:00")]
    [InlineData("0 0 * * 5", "2026-11-23 00:00", "2026-11-27 00:00")]
    [InlineData("0 0 13 * *", "2026-11-23 00:00", "2026-12-13 00:00")]
    [InlineData("0 0 */13 * 5", "2026-11-23 00:00", "2026-11-27 00:00")]
    [InlineData("0 0 */1 * 5", "2026-11-23 00:00", "2026-11-27 00:00")]
    public void Of_two_restricted_day_fields_either_is_enough(string expression, string after, string next) =>
        Next(expression, after).Should().Be(Utc(next));

    [Theory]
    [InlineData("", "five fields")]
    [InlineData("* * * *", "these are 4")]
    [InlineData("0 * * * * *", "these are 6")]
    [InlineData("@reboot", "@daily")]
    [InlineData("60 * * * *", "minute: \"60\" is not a number from 0 to 59")]
    [InlineData("* 24 * * *", "hour: \"24\"")]
    [InlineData("* * 0 * *", "day of month: \"0\"")]
    [InlineData("* * * 13 *", "month: \"13\"")]
    [InlineData("* * * * 8", "day of week: \"8\"")]
    [InlineData("* * * foo *", "month: \"foo\" is not a number from 1 to 12 or a name")]
    [InlineData("JAN * * * *", "minute: \"JAN\"")]
    [InlineData("1-x * * * *", "minute: \"x\"")]
    [InlineData("30-10 * * * *", "minute: \"30-10\" ends before it starts")]
    [InlineData("*/0 * * * *", "minute: \"*/0\" needs a step")]
    [InlineData("*/ * * * *", "minute: \"*/\" needs a step")]
    [InlineData("*/x * * * *", "minute: \"*/x\" needs a step")]
    [InlineData("1,,2 * * * *", "minute: \"\"")]
    [InlineData("-1 * * * *", "minute: \"\"")]
    [InlineData("+1 * * * *", "minute: \"+1\"")]
    [InlineData("1-2-3 * * * *", "minute: \"2-3\"")]
    [InlineData("99999999999 * * * *", "minute: \"99999999999\"")]
    [InlineData("* * L * *", "day of month: \"L\"")]
    [InlineData("? * * * *", "minute: \"?\"")]
    public void A_faulty_expression_names_field_and_fault(string expression, string fragment)
    {
        CronSchedule.TryParse(expression, out _, out var error).Should().BeFalse();
        error.Should().Contain(fragment);
    }

    [Theory]
    [InlineData("0 0 30 2 *", false)]
    [InlineData("0 0 31 2,4,6,9,11 *", false)]
    [InlineData("0 0 29 2 *", true)]
    [InlineData("0 0 30 2 1", true)]
    public void Days_that_no_year_has_never_come(string expression, bool canFire)
    {
        CronSchedule.Parse(expression).CanFire.Should().Be(canFire);
        (Next(expression, "2026-11-23 00:00") is not null).Should().Be(canFire);
    }

    [Fact]
    public void Seconds_within_a_minute_do_not_hide_the_next_one() =>
        CronSchedule
            .Parse("* * * * *")
            .Next(Utc("2026-11-23 10:00").AddSeconds(59.9), TimeZoneInfo.Utc)
            .Should()
            .Be(Utc("2026-11-23 10:01"));

    [Theory]
    [InlineData("2026-11-23 10:00", "2026-11-23 10:14", null)]
    [InlineData("2026-11-23 10:00", "2026-11-23 10:15", "2026-11-23 10:15")]
    [InlineData("2026-11-23 10:00", "2026-11-23 11:14", "2026-11-23 11:00")]
    [InlineData("2016-11-23 10:00", "2026-11-23 11:14", "2026-11-23 11:00")]
    [InlineData("2026-11-23 10:15", "2026-11-23 10:15", null)]
    [InlineData("2026-11-23 10:30", "2026-11-23 10:15", null)]
    public void The_newest_slot_of_a_stretch_is_found_without_walking_it(
        string after,
        string through,
        string? newest
    ) =>
        CronSchedule
            .Parse("*/15 * * * *")
            .Newest(Utc(after), Utc(through), TimeZoneInfo.Utc)
            .Should()
            .Be(newest is null ? null : Utc(newest));

    [Fact]
    public void Slots_between_two_moments_are_counted_up_to_a_limit()
    {
        var schedule = CronSchedule.Parse("*/15 * * * *");

        schedule.Count(Utc("2026-11-23 10:00"), Utc("2026-11-23 11:00"), TimeZoneInfo.Utc, 99).Should().Be(3);
        schedule.Count(Utc("2026-11-23 10:00"), Utc("2026-11-23 10:00"), TimeZoneInfo.Utc, 99).Should().Be(0);
        schedule.Count(Utc("2016-11-23 10:00"), Utc("2026-11-23 11:00"), TimeZoneInfo.Utc, 99).Should().Be(99);
    }

    private static DateTimeOffset? Next(string expression, string after) =>
        CronSchedule.Parse(expression).Next(Utc(after), TimeZoneInfo.Utc);

    private static DateTimeOffset Utc(string time) =>
        DateTimeOffset.Parse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
