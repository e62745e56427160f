using BillingOperator.Billing.Scheduling;

namespace BillingOperator.Billing.Tests.Scheduling.Oracle;

/// <summary>Makes questions at random: every form that an expression may have, every zone, and moments where it matters.</summary>
internal sealed class CronCases(Random random)
{
    private const int FirstYear = 2000;

    // The files of the time zone database list changes up to 2037. For later years they give a rule, which .NET misreads
    // where it has a time of 24:00 or beyond, as in Chile.
    private const int LastYear = 2035;

    private static readonly string[] ShortForms =
    [
        "@yearly",
        "@annually",
        "@monthly",
        "@weekly",
        "@daily",
        "@midnight",
        "@hourly",
    ];

    private static readonly string[] Months =
    [
        "jan",
        "FEB",
        "Mar",
        "apr",
        "may",
        "JUN",
        "jul",
        "aug",
        "sep",
        "oct",
        "nov",
        "dec",
    ];

    private static readonly string[] Weekdays = ["sun", "MON", "Tue", "wed", "thu", "FRI", "sat"];

    private static readonly TimeZoneInfo[] Zones =
    [
        .. TimeZoneInfo.GetSystemTimeZones().Where(zone => TimeZones.TryFind(zone.Id, out _)),
    ];

    // Where clocks are changed in unusual ways: half an hour, at midnight, twice around Ramadan, across the date line,
    // in the southern half of the year, by a negative summer time.
    private static readonly TimeZoneInfo[] OddZones =
    [
        .. new[]
        {
            "Europe/Berlin",
            "America/New_York",
            "Australia/Lord_Howe",
            "America/Santiago",
            "Africa/Casablanca",
            "Pacific/Apia",
            "Europe/Dublin",
            "Asia/Kathmandu",
            "America/Havana",
            "Antarctica/Troll",
        }.Select(id => TimeZones.Find(id)),
    ];

    public IEnumerable<CronCase> Take(int count)
    {
        for (; count > 0; count--)
        {
            var zone = Pick(Chance(50) ? OddZones : Zones);
            yield return new CronCase(Expression(), zone, Moment(zone));
        }
    }

    private string Expression() =>
        Chance(4)
            ? Pick(ShortForms)
            : string.Join(
                ' ',
                Field(0, 59),
                Field(0, 23),
                Chance(50) ? "*" : Field(1, 31),
                Chance(70) ? "*" : Field(1, 12, Months),
                Chance(50) ? "*" : Field(0, 7, Weekdays)
            );

    private string Field(int min, int max, string[]? names = null) =>
        random.Next(10) switch
        {
            0 or 1 => "*",
            2 or 3 => $"*/{random.Next(1, Math.Max(3, max / 2))}",
            4 => $"{Part(min, max, names)},{Part(min, max, names)}",
            5 => $"{Part(min, max, names)},{Part(min, max, names)},{Part(min, max, names)}",
            _ => Part(min, max, names),
        };

    private string Part(int min, int max, string[]? names)
    {
        var first = random.Next(min, max + 1);
        var last = random.Next(first, max + 1);
        return random.Next(6) switch
        {
            0 => $"{Value(first, min, names)}-{Value(last, min, names)}",
            1 => $"{Value(first, min, names)}-{Value(last, min, names)}/{random.Next(1, 8)}",
            2 => $"{first}/{random.Next(1, 20)}",
            _ => Value(first, min, names),
        };
    }

    private string Value(int value, int min, string[]? names) =>
        names is not null && value - min < names.Length && Chance(50) ? names[value - min] : $"{value}";

    private DateTimeOffset Moment(TimeZoneInfo zone)
    {
        var year = random.Next(FirstYear, LastYear + 1);
        var start = new DateTimeOffset(year, 1, 1, 0, 0, 0, TimeSpan.Zero);
        return random.Next(5) switch
        {
            0 => ChangeAfter(start, zone).AddSeconds(random.Next(-36 * 3600, 12 * 3600)),
            1 => ChangeAfter(start, zone).AddSeconds(random.Next(-150, 150)),
            2 => start.AddSeconds(random.Next(-36 * 3600, 36 * 3600)),
            3 => new DateTimeOffset(year, 3, 1, 0, 0, 0, TimeSpan.Zero).AddSeconds(random.Next(-72 * 3600, 24 * 3600)),
            _ => start.AddSeconds(random.Next(0, 366 * 24 * 3600)),
        };
    }

    /// <summary>When the clock is changed, one of the year's times; some day of the year where it is not.</summary>
    private DateTimeOffset ChangeAfter(DateTimeOffset start, TimeZoneInfo zone)
    {
        bool IsEven(DateTimeOffset from, TimeSpan span) => zone.GetUtcOffset(from) == zone.GetUtcOffset(from + span);

        var moment = start.AddDays(random.Next(0, 366));
        for (var span = TimeSpan.FromDays(256); span >= TimeSpan.FromMinutes(1); span /= 2)
        {
            moment = IsEven(moment, span) ? moment + span : moment;
        }
        return moment;
    }

    private bool Chance(int percent) => random.Next(100) < percent;

    private T Pick<T>(T[] items) => items[random.Next(items.Length)];
}
