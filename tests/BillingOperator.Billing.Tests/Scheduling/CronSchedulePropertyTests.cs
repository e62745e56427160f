using System.Globalization;
using BillingOperator.Billing.Scheduling;
using FsCheck;
using FsCheck.Fluent;

namespace BillingOperator.Billing.Tests.Scheduling;

public sealed class CronSchedulePropertyTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly Gen<string> Expressions =
        from minute in Field(0, 59)
        from hour in Field(0, 23)
        from dayOfMonth in Gen.Frequency((3, Gen.Constant("*")), (1, Field(1, 28)))
        from month in Gen.Frequency((3, Gen.Constant("*")), (1, Field(1, 12)))
        from dayOfWeek in Gen.Frequency((3, Gen.Constant("*")), (1, Field(0, 7)))
        select $"{minute} {hour} {dayOfMonth} {month} {dayOfWeek}";

    private static readonly Gen<DateTimeOffset> Anytime = Gen.Choose(0, 3 * 366 * 24 * 60)
        .Select(minutes => Start.AddMinutes(minutes));

    /// <summary>Days of 2026 around which one of the zones changes its clock.</summary>
    private static readonly Gen<DateTimeOffset> AroundChanges =
        from day in Gen.Elements("02-14", "03-07", "03-21", "03-28", "04-03", "09-05", "10-03", "10-24", "10-31")
        from minutes in Gen.Choose(0, 2 * 24 * 60)
        select DateTimeOffset.Parse($"2026-{day}T00:00Z", CultureInfo.InvariantCulture).AddMinutes(minutes);

    private static readonly Gen<(string Expression, TimeZoneInfo Zone, DateTimeOffset After)> Cases =
        from expression in Expressions
        from zone in Gen.Elements(
            "Etc/UTC",
            "Europe/Berlin",
            "America/New_York",
            "Australia/Lord_Howe",
            "America/Santiago",
            "Asia/Kathmandu",
            "Africa/Casablanca"
        )
        from moment in Gen.OneOf(Anytime, AroundChanges)
        select (expression, TimeZones.Find(zone), moment);

    /// <summary>The rules of <see cref="CronSchedule"/> told in the simplest way: look at the clock every minute.</summary>
    [Fact]
    public void The_next_slot_is_the_one_that_watching_the_clock_finds() =>
        Prop.ForAll(
                Cases.ToArbitrary(),
                sample =>
                {
                    var (expression, zone, after) = sample;
                    var watched = Watch(expression, zone, after, minutes: 4 * 24 * 60);
                    var next = CronSchedule.Parse(expression).Next(after, zone);

                    if (watched is null)
                    {
                        next.Should().BeAfter(after.AddDays(4), $"{expression} in {zone.Id} after {after:u}");
                    }
                    else
                    {
                        next.Should().Be(watched, $"{expression} in {zone.Id} after {after:u}");
                    }
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void The_newest_slot_is_the_last_of_those_that_walking_finds() =>
        Prop.ForAll(
                (
                    from sample in Cases
                    from hours in Gen.Choose(0, 100)
                    select (sample.Expression, sample.Zone, sample.After, Through: sample.After.AddHours(hours))
                ).ToArbitrary(),
                sample =>
                {
                    var schedule = CronSchedule.Parse(sample.Expression);
                    DateTimeOffset? last = null;
                    for (
                        var slot = schedule.Next(sample.After, sample.Zone);
                        slot <= sample.Through;
                        slot = schedule.Next(slot.Value, sample.Zone)
                    )
                    {
                        last = slot;
                    }

                    schedule.Newest(sample.After, sample.Through, sample.Zone).Should().Be(last);
                }
            )
            .QuickCheckThrowOnFailure();

    private static Gen<string> Field(int min, int max)
    {
        var value = Gen.Choose(min, max);
        var range = from first in value from last in Gen.Choose(first, max) select $"{first}-{last}";
        var step = Gen.Choose(1, 20);
        var part = Gen.Frequency(
            (4, value.Select(number => $"{number}")),
            (2, range),
            (1, from stepped in range from size in step select $"{stepped}/{size}")
        );
        return Gen.Frequency(
            (2, Gen.Constant("*")),
            (2, step.Select(size => $"*/{size}")),
            (3, part),
            (1, from one in part from other in part select $"{one},{other}")
        );
    }

    private static DateTimeOffset? Watch(string expression, TimeZoneInfo zone, DateTimeOffset after, int minutes)
    {
        var fields = expression.Split(' ');
        var isInterval = fields[1].Contains('*');
        var shown = new HashSet<DateTime>();
        const int LongestRepetition = 25 * 60;
        var clockBefore = TimeZoneInfo.ConvertTime(after.AddMinutes(-LongestRepetition - 1), zone).DateTime;
        for (var minute = -LongestRepetition; minute <= minutes; minute++)
        {
            var moment = after.AddMinutes(minute);
            var clock = TimeZoneInfo.ConvertTime(moment, zone).DateTime;
            var matches = isInterval
                ? Matches(fields, clock)
                : (shown.Add(clock) && Matches(fields, clock))
                    || Skipped(clockBefore, clock).Any(time => Matches(fields, time));
            if (minute > 0 && matches)
            {
                return moment;
            }

            clockBefore = clock;
        }

        return null;
    }

    private static IEnumerable<DateTime> Skipped(DateTime before, DateTime clock)
    {
        for (var time = before.AddMinutes(1); time < clock; time = time.AddMinutes(1))
        {
            yield return time;
        }
    }

    private static bool Matches(string[] fields, DateTime time)
    {
        var isDay = Matches(fields[2], time.Day, 1, 31);
        var isWeekday =
            Matches(fields[4], (int)time.DayOfWeek, 0, 6)
            || (time.DayOfWeek == DayOfWeek.Sunday && !fields[4].Contains('*') && Matches(fields[4], 7, 0, 7));
        var both = fields[2] is "*" or "*/1" || fields[4] is "*" or "*/1";
        return Matches(fields[0], time.Minute, 0, 59)
            && Matches(fields[1], time.Hour, 0, 23)
            && Matches(fields[3], time.Month, 1, 12)
            && (both ? isDay && isWeekday : isDay || isWeekday);
    }

    private static bool Matches(string field, int value, int min, int max) =>
        field
            .Split(',')
            .Any(part =>
            {
                var range = part.Split('/')[0];
                var step = part.Contains('/') ? int.Parse(part.Split('/')[1]) : 1;
                var first = range == "*" ? min : int.Parse(range.Split('-')[0]);
                var last = range == "*" ? max : int.Parse(range.Split('-')[^1]);
                return value >= first && value <= last && (value - first) % step == 0;
            });
}
