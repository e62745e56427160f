using System.Diagnostics.CodeAnalysis;
using BillingOperator.Billing.Text;

namespace BillingOperator.Billing.Scheduling;

/// <summary>
/// A five-field cron expression: minute, hour, day of month, month, day of week; or <c>@daily</c> and friends.
/// </summary>
/// <remarks>
/// <para>Days: where both day fields are restricted, either is enough, as in Unix cron (POSIX: <c>crontab</c>). A day
/// field is unrestricted if it is <c>*</c>; <c>*/2</c> restricts it, as for Kubernetes' CronJob.</para>
/// <para>Daylight saving, as in Vixie cron: with the hours given (<c>30 2 * * *</c>, <c>0 1-5 * * *</c>) an expression
/// is about times of day. A time that the clock skips runs at the first moment after the gap, and a time that the
/// clock shows twice runs the first time only. With the hours left open (<c>*/15 * * * *</c>, <c>0 */2 * * *</c>) it is
/// about intervals: it runs whenever the clock shows a matching time, so not in the skipped hour and twice in the
/// doubled one.</para>
/// </remarks>
public sealed class CronSchedule
{
    private static readonly Dictionary<string, string> Macros = new(StringComparer.OrdinalIgnoreCase)
    {
        ["@yearly"] = "0 0 1 1 *",
        ["@annually"] = "0 0 1 1 *",
        ["@monthly"] = "0 0 1 * *",
        ["@weekly"] = "0 0 * * 0",
        ["@daily"] = "0 0 * * *",
        ["@midnight"] = "0 0 * * *",
        ["@hourly"] = "0 * * * *",
    };

    private static readonly CronFieldKind[] Fields =
    [
        CronFieldKind.Minute,
        CronFieldKind.Hour,
        CronFieldKind.DayOfMonth,
        CronFieldKind.Month,
        CronFieldKind.DayOfWeek,
    ];

    private readonly CronCalendar _calendar;

    private CronSchedule(CronCalendar calendar)
    {
        _calendar = calendar;
    }

    /// <summary>Whether there is any slot at all; 30 February has none.</summary>
    public bool CanFire => _calendar.AtOrAfter(new DateTime(2000, 1, 1)) is not null;

    /// <summary>Reads an expression; <paramref name="error"/> names the field that is wrong and says how it should be.</summary>
    public static bool TryParse(
        string expression,
        [NotNullWhen(true)] out CronSchedule? schedule,
        [NotNullWhen(false)] out string? error
    )
    {
        schedule = null;
        if (expression.AsSpan().IndexOfAny('\n', '\r') >= 0)
        {
            error = $"is {Quoted.Text(expression)}: remove the line break; write it in quotes on one line";
            return false;
        }

        var text = expression.Trim(' ', '\t');
        if (text.StartsWith('@') && !Macros.TryGetValue(text, out text))
        {
            error = $"is {Quoted.Text(expression)}: use {string.Join(", ", Macros.Keys)} or five fields";
            return false;
        }

        var parts = text!.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length != Fields.Length)
        {
            error =
                $"is {Quoted.Text(expression)}: write five fields (minute, hour, day of month, month, day of week), "
                + $"such as \"0 2 * * *\"; these are {parts.Length}";
            return false;
        }

        var fields = new CronField[Fields.Length];
        for (var index = 0; index < Fields.Length; index++)
        {
            if (!CronField.TryParse(parts[index], Fields[index], out fields[index], out var fault))
            {
                error = $"is {Quoted.Text(expression)}: {fault}";
                return false;
            }
        }

        schedule = new CronSchedule(new CronCalendar(fields[0], fields[1], fields[2], fields[3], fields[4]));
        error = null;
        return true;
    }

    /// <summary>Reads an expression that a validator has passed.</summary>
    /// <exception cref="FormatException">The expression is not one.</exception>
    public static CronSchedule Parse(string expression) =>
        TryParse(expression, out var schedule, out var error)
            ? schedule
            : throw new FormatException($"The cron expression {error}.");

    /// <summary>The first slot after a moment, in UTC; <see langword="null"/> if there is none for years.</summary>
    public DateTimeOffset? Next(DateTimeOffset after, TimeZoneInfo zone)
    {
        var clock = new ZoneClock(zone);
        var minute = new DateTime(after.UtcTicks - (after.UtcTicks % TimeSpan.TicksPerMinute)).AddMinutes(1);
        var next = _calendar.HasWildcardHour ? NextShown(minute, clock) : NextTimeOfDay(minute, clock);
        return next is { } slot ? new DateTimeOffset(slot, TimeSpan.Zero) : null;
    }

    /// <summary>The newest slot after one moment and not after another, or <see langword="null"/>.</summary>
    public DateTimeOffset? Newest(DateTimeOffset after, DateTimeOffset through, TimeZoneInfo zone)
    {
        var newest = Next(after, zone);
        if (newest is null || newest > through)
        {
            return null;
        }

        // Next() never decreases, so the last moment that still has a slot ahead within the bound is found by halving.
        var early = after;
        var late = through;
        while (late - early > TimeSpan.FromMinutes(1))
        {
            var middle = early + ((late - early) / 2);
            if (Next(middle, zone) is { } slot && slot <= through)
            {
                newest = slot;
                early = middle;
            }
            else
            {
                late = middle;
            }
        }

        return newest;
    }

    /// <summary>How many slots lie after one moment and before another, counted up to <paramref name="limit"/>.</summary>
    public int Count(DateTimeOffset after, DateTimeOffset before, TimeZoneInfo zone, int limit)
    {
        var count = 0;
        for (var slot = Next(after, zone); slot < before && count < limit; slot = Next(slot.Value, zone))
        {
            count++;
        }

        return count;
    }

    private DateTime? NextTimeOfDay(DateTime minute, ZoneClock clock)
    {
        // Times of day map to moments without ever going back, so the first one that maps late enough is the answer.
        // The search starts from the minute before, since this one may be the end of a gap that skipped a match.
        var time = _calendar.AtOrAfter(clock.Show(minute.AddMinutes(-1)).AddMinutes(1));
        while (time is { } candidate && clock.MomentOf(candidate) < minute)
        {
            time = _calendar.AtOrAfter(candidate.AddMinutes(1));
        }

        return time is { } found ? clock.MomentOf(found) : null;
    }

    private DateTime? NextShown(DateTime minute, ZoneClock clock)
    {
        while (true)
        {
            var shown = clock.Show(minute);
            if (_calendar.AtOrAfter(shown) is not { } match)
            {
                return null;
            }

            if (match.Date > shown.Date.AddDays(2))
            {
                // A clock that is set back soon shows matching times of this day again. Otherwise go to two days before
                // that day, and look again: the clock may be changed on the way, by more than a day at the date line.
                var tomorrow = minute.AddDays(1);
                minute =
                    clock.Show(tomorrow) - tomorrow == shown - minute
                        ? match.Date.AddDays(-2) - (shown - minute)
                        : clock.ChangeBetween(minute, tomorrow);
                continue;
            }

            var moment = minute + (match - shown);
            if (clock.Show(moment) == match)
            {
                return moment;
            }

            minute = clock.ChangeBetween(minute, moment);
        }
    }
}
