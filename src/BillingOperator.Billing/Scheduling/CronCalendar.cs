namespace BillingOperator.Billing.Scheduling;

/// <summary>The wall-clock times of a cron expression, whatever the zone.</summary>
internal sealed class CronCalendar(
    CronField minute,
    CronField hour,
    CronField dayOfMonth,
    CronField month,
    CronField dayOfWeek
)
{
    /// <summary>No expression that ever fires waits longer: after 29 February 2096 the next one is in 2104.</summary>
    private const int LongestWaitInYears = 9;

    private const int LastYear = 9990;

    private readonly TimeOnly _firstTime = new(hour.AtOrAfter(0), minute.AtOrAfter(0));

    /// <summary>Whether the hour is left open, so that the expression is about intervals and not times of day.</summary>
    public bool HasWildcardHour => hour.IsWildcard;

    /// <summary>
    /// The first wall-clock minute that matches and is not before <paramref name="time"/>, a whole minute;
    /// <see langword="null"/> if there is none for years, as with 30 February.
    /// </summary>
    public DateTime? AtOrAfter(DateTime time)
    {
        var date = DateOnly.FromDateTime(time);
        if (Allows(date) && TimeAtOrAfter(TimeOnly.FromDateTime(time)) is { } timeOfDay)
        {
            return date.ToDateTime(timeOfDay);
        }

        return DateAfter(date)?.ToDateTime(_firstTime);
    }

    private DateOnly? DateAfter(DateOnly date)
    {
        var lastYear = Math.Min(date.Year + LongestWaitInYears, LastYear);
        for (date = date.AddDays(1); date.Year <= lastYear; )
        {
            if (!month.Allows(date.Month))
            {
                date = new DateOnly(date.Year, date.Month, 1).AddMonths(1);
            }
            else if (Allows(date))
            {
                return date;
            }
            else
            {
                date = date.AddDays(1);
            }
        }

        return null;
    }

    private TimeOnly? TimeAtOrAfter(TimeOnly time)
    {
        if (hour.Allows(time.Hour) && minute.AtOrAfter(time.Minute) is >= 0 and var laterMinute)
        {
            return new TimeOnly(time.Hour, laterMinute);
        }

        return hour.AtOrAfter(time.Hour + 1) is >= 0 and var laterHour
            ? new TimeOnly(laterHour, _firstTime.Minute)
            : null;
    }

    private bool Allows(DateOnly date)
    {
        if (!month.Allows(date.Month))
        {
            return false;
        }

        var dayOfMonthAllows = dayOfMonth.Allows(date.Day);
        var dayOfWeekAllows = dayOfWeek.Allows((int)date.DayOfWeek);
        var eitherIsEnough = !dayOfMonth.IsUnrestricted && !dayOfWeek.IsUnrestricted;
        return eitherIsEnough ? dayOfMonthAllows || dayOfWeekAllows : dayOfMonthAllows && dayOfWeekAllows;
    }
}
