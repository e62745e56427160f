using BillingOperator.Billing.Scheduling;

namespace BillingOperator.Billing.Tests.Scheduling.Oracle;

/// <summary>
/// The rules in which croniter 1.3 is known to differ, each told from the question alone. A rule only names a difference:
/// that the product is right must be shown by the watched clock.
/// </summary>
internal static class CronRules
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Margin = TimeSpan.FromHours(25);

    /// <summary>Which rule may explain a difference; <see langword="null"/> where none does.</summary>
    public static string? Explain(CronCase asked, long? ours, long? croniters) =>
        asked.Expression.Split(' ') is [_, _, var days, var months, var weekdays]
            ? ExplainDays(asked, ours, days, months, weekdays) ?? ExplainClock(asked, ours, croniters)
            : ExplainClock(asked, ours, croniters);

    private static string? ExplainDays(CronCase asked, long? ours, string days, string months, string weekdays)
    {
        // POSIX (crontab): a day field that is not written as * counts beside the other one, also if it allows every day.
        // croniter takes it for a *.
        if (AllowsAll(days, 1, 31) || AllowsAll(weekdays, 0, 6))
        {
            return "a full range is no *";
        }
        // Kubernetes (robfig/cron): the days of the week end with Saturday, 6. croniter counts on to 7, which is Sunday.
        if (weekdays.Split(',').Any(part => part is [not '*', .., '/', _] or [not '*', .., '/', _, _]))
        {
            return "5/2 ends on Saturday";
        }
        // POSIX: either day field is enough. croniter gives up if one of them never comes in these months.
        if (weekdays != "*" && CronSchedule.Parse($"0 0 {days} {months} *").CanFire == false)
        {
            return "a weekday is enough where the day never comes";
        }
        // croniter takes February to be longer than it is, and passes over the first days of March.
        return
            days != "*"
            && Shown(asked, asked.After) is { Month: 2 }
            && ours is { } slot
            && Shown(asked, DateTimeOffset.FromUnixTimeSeconds(slot)) is { Month: 3, Day: <= 3 }
            ? "end of February"
            : null;
    }

    private static DateTimeOffset Shown(CronCase asked, DateTimeOffset moment) =>
        TimeZoneInfo.ConvertTime(moment, asked.Zone);

    private static bool AllowsAll(string field, int first, int last) =>
        !field.Contains('*', StringComparison.Ordinal)
        && Enumerable.Range(first, last - first + 1).All(value => Allows(field, value, isWeekday: last == 6));

    private static bool Allows(string field, int value, bool isWeekday) =>
        CronSchedule
            .Parse(isWeekday ? $"0 0 * * {field}" : $"0 0 {field} 1 *")
            .Next(Day(isWeekday ? 3 + value : value).AddMinutes(-1), TimeZoneInfo.Utc)
        == Day(isWeekday ? 3 + value : value);

    // 1 January 2027 is a Friday, so Sunday, 0, is the 3rd.
    private static DateTimeOffset Day(int day) => new(2027, 1, day, 0, 0, 0, TimeSpan.Zero);

    // croniter computes with the clock's times as if they were moments, and corrects some of the results.
    private static string? ExplainClock(CronCase asked, long? ours, long? croniters)
    {
        var last = DateTimeOffset.FromUnixTimeSeconds(Math.Max(ours ?? 0, croniters ?? 0)) + Margin;
        for (var moment = asked.After - Margin; moment < last; moment += Hour)
        {
            if (asked.Zone.GetUtcOffset(moment) != asked.Zone.GetUtcOffset(moment + Hour))
            {
                return "clock change";
            }
        }
        return null;
    }
}
