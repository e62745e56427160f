namespace BillingOperator.Billing.Scheduling;

/// <summary>Which values a field of a cron expression may have.</summary>
internal sealed class CronFieldKind
{
    private const int MaxDigits = 2;

    private readonly string[] _names;

    private CronFieldKind(string name, int min, int max, string values, params string[] names)
    {
        Name = name;
        Min = min;
        Max = max;
        Values = values;
        _names = names;
    }

    public static CronFieldKind Minute { get; } = new("minute", 0, 59, "a number from 0 to 59");

    public static CronFieldKind Hour { get; } = new("hour", 0, 23, "a number from 0 to 23");

    public static CronFieldKind DayOfMonth { get; } = new("day of month", 1, 31, "a number from 1 to 31");

    public static CronFieldKind Month { get; } =
        new(
            "month",
            1,
            12,
            "a number from 1 to 12 or a name from JAN to DEC",
            ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]
        );

    /// <summary>Sunday is 0 and 7, so that <c>5-7</c> is Friday to Sunday.</summary>
    public static CronFieldKind DayOfWeek { get; } =
        new(
            "day of week",
            0,
            7,
            "a number from 0 to 7 or a name from SUN to SAT",
            ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"]
        );

    /// <summary>What the field is called in messages.</summary>
    public string Name { get; }

    /// <summary>The smallest value.</summary>
    public int Min { get; }

    /// <summary>The largest value.</summary>
    public int Max { get; }

    /// <summary>The largest value that <c>*</c> stands for: day 7 is day 0 again.</summary>
    public int MaxOfWildcard => this == DayOfWeek ? 6 : Max;

    /// <summary>What a value looks like, for messages.</summary>
    public string Values { get; }

    /// <summary>Reads a number or a three-letter name in any case.</summary>
    public bool TryParseValue(string text, out int value)
    {
        var index = Array.FindIndex(_names, name => name.Equals(text, StringComparison.OrdinalIgnoreCase));
        if (index >= 0)
        {
            value = index + Min;
            return true;
        }

        return CronField.TryParseNumber(text, MaxDigits, out value) && value >= Min && value <= Max;
    }

    /// <summary>Folds Sunday's second number into its first.</summary>
    public ulong Normalize(ulong values)
    {
        const ulong SundayAsSeven = 1UL << 7;
        return this == DayOfWeek && (values & SundayAsSeven) != 0 ? (values & ~SundayAsSeven) | 1 : values;
    }
}
