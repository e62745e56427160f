using System.Globalization;
using BillingOperator.Billing.Scheduling;

namespace BillingOperator.Billing.Tests.Scheduling;

/// <summary>Slots around changes of the clock. Times are written as the clock shows them, with its offset.</summary>
public sealed class DaylightSavingTests
{
    private const string Berlin = "Europe/Berlin";
    private const string NewYork = "America/New_York";
    private const string LordHowe = "Australia/Lord_Howe";

    [Theory]
    // 29 March 2026, 02:00 to 03:00.
    [InlineData(Berlin, "30 2 * * *", "2026-03-28 12:00 +01:00", "2026-03-29 03:00 +02:00|2026-03-30 02:30 +02:00")]
    [InlineData(Berlin, "0 2 * * *", "2026-03-28 12:00 +01:00", "2026-03-29 03:00 +02:00|2026-03-30 02:00 +02:00")]
    [InlineData(Berlin, "0 3 * * *", "2026-03-28 12:00 +01:00", "2026-03-29 03:00 +02:00|2026-03-30 03:00 +02:00")]
    [InlineData(Berlin, "30 2 * * *", "2026-03-29 01:59 +01:00", "2026-03-29 03:00 +02:00")]
    // 8 March 2026, 02:00 to 03:00.
    [InlineData(NewYork, "15 2 * * *", "2026-03-07 12:00 -05:00", "2026-03-08 03:00 -04:00|2026-03-09 02:15 -04:00")]
    // 4 October 2026, 02:00 to 02:30.
    [InlineData(LordHowe, "15 2 * * *", "2026-10-03 12:00 +10:30", "2026-10-04 02:30 +11:00|2026-10-05 02:15 +11:00")]
    [InlineData(LordHowe, "45 2 * * *", "2026-10-03 12:00 +10:30", "2026-10-04 02:45 +11:00")]
    public void A_skipped_time_of_day_runs_once_after_the_gap(string zone, string cron, string after, string slots) =>
        Slots(cron, zone, after, slots).Should().Be(slots);

    [Theory]
    // 25 October 2026, 03:00 to 02:00.
    [InlineData(Berlin, "30 2 * * *", "2026-10-24 12:00 +02:00", "2026-10-25 02:30 +02:00|2026-10-26 02:30 +01:00")]
    [InlineData(Berlin, "0 3 * * *", "2026-10-24 12:00 +02:00", "2026-10-25 03:00 +01:00|2026-10-26 03:00 +01:00")]
    [InlineData(Berlin, "*/30 2 * * *", "2026-10-25 02:30 +02:00", "2026-10-26 02:00 +01:00")]
    [InlineData(Berlin, "*/30 2 * * *", "2026-10-25 02:15 +01:00", "2026-10-26 02:00 +01:00")]
    // 1 November 2026, 02:00 to 01:00.
    [InlineData(NewYork, "30 1 * * *", "2026-10-31 12:00 -04:00", "2026-11-01 01:30 -04:00|2026-11-02 01:30 -05:00")]
    // 5 April 2026, 02:00 to 01:30.
    [InlineData(LordHowe, "45 1 * * *", "2026-04-04 12:00 +11:00", "2026-04-05 01:45 +11:00|2026-04-06 01:45 +10:30")]
    public void A_doubled_time_of_day_runs_the_first_time(string zone, string cron, string after, string slots) =>
        Slots(cron, zone, after, slots).Should().Be(slots);

    [Theory]
    [InlineData(Berlin, "30 * * * *", "2026-03-29 01:00 +01:00", "2026-03-29 01:30 +01:00|2026-03-29 03:30 +02:00")]
    [InlineData(
        Berlin,
        "30 * * * *",
        "2026-10-25 02:00 +02:00",
        "2026-10-25 02:30 +02:00|2026-10-25 02:30 +01:00|2026-10-25 03:30 +01:00"
    )]
    [InlineData(NewYork, "0 */2 * * *", "2026-03-08 00:00 -05:00", "2026-03-08 04:00 -04:00|2026-03-08 06:00 -04:00")]
    [InlineData(
        LordHowe,
        "*/20 * * * *",
        "2026-04-05 01:30 +11:00",
        "2026-04-05 01:40 +11:00|2026-04-05 01:40 +10:30|2026-04-05 02:00 +10:30"
    )]
    // 13 May 2017, a Saturday, 24:00 to 23:00.
    [InlineData("America/Santiago", "33 * * * 6", "2017-05-13 23:56 -03:00", "2017-05-13 23:33 -04:00")]
    [InlineData(Berlin, "0 * 1 1 *", "2026-01-01 23:00 +01:00", "2027-01-01 00:00 +01:00|2027-01-01 01:00 +01:00")]
    [InlineData(Berlin, "0 * 1 7 *", "2026-01-01 23:00 +01:00", "2026-07-01 00:00 +02:00")]
    public void With_open_hours_real_time_counts(string zone, string cron, string after, string slots) =>
        Slots(cron, zone, after, slots).Should().Be(slots);

    [Theory]
    // Samoa left out 30 December 2011.
    [InlineData(
        "Pacific/Apia",
        "0 12 * * *",
        "2011-12-29 12:00 -10:00",
        "2011-12-31 00:00 +14:00|2011-12-31 12:00 +14:00"
    )]
    [InlineData("Pacific/Apia", "12 * 1 4 *", "2011-06-15 12:00 -11:00", "2012-04-01 00:12 +14:00")]
    // Chile changes at midnight: 5 September 2026 is followed by 01:00 on the 6th.
    [InlineData(
        "America/Santiago",
        "@daily",
        "2026-09-05 12:00 -04:00",
        "2026-09-06 01:00 -03:00|2026-09-07 00:00 -03:00"
    )]
    // And back on 4 April 2026, when 23:00 comes twice.
    [InlineData(
        "America/Santiago",
        "30 23 * * *",
        "2026-04-04 12:00 -03:00",
        "2026-04-04 23:30 -03:00|2026-04-05 23:30 -04:00"
    )]
    public void Odd_changes_follow_the_same_rules(string zone, string cron, string after, string slots) =>
        Slots(cron, zone, after, slots).Should().Be(slots);

    private static string Slots(string cron, string zoneId, string after, string like)
    {
        var zone = TimeZones.Find(zoneId);
        var schedule = CronSchedule.Parse(cron);
        var slots = new List<string>();
        var slot = DateTimeOffset.ParseExact(after, "yyyy-MM-dd HH:mm zzz", CultureInfo.InvariantCulture);
        for (var count = like.Split('|').Length; count > 0; count--)
        {
            slot = schedule.Next(slot, zone)!.Value;
            var shown = TimeZoneInfo.ConvertTime(slot, zone);
            slots.Add(shown.ToString("yyyy-MM-dd HH:mm zzz", CultureInfo.InvariantCulture));
        }

        return string.Join('|', slots);
    }
}
