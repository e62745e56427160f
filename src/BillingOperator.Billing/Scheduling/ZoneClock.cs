namespace BillingOperator.Billing.Scheduling;

/// <summary>The clock on the wall of a zone. Moments are UTC; the clock is changed at whole minutes.</summary>
internal readonly struct ZoneClock(TimeZoneInfo zone)
{
    /// <summary>What the clock shows at a moment.</summary>
    public DateTime Show(DateTime moment) => moment + OffsetAt(moment);

    /// <summary>
    /// When the clock shows a time: the first of two moments where it shows the time twice, the end of the gap where it
    /// skips it. Never decreases as the time goes on.
    /// </summary>
    public DateTime MomentOf(DateTime time)
    {
        // No zone is more than 14 hours from UTC, so a change near this time lies between these two moments.
        var before = OffsetAt(time.AddDays(-1));
        var after = OffsetAt(time.AddDays(1));
        var first = time - before;
        if (before == after || Show(first) == time)
        {
            return first;
        }

        var second = time - after;
        return Show(second) == time ? second : ChangeBetween(second, first);
    }

    /// <summary>The first moment after <paramref name="early"/> at which the offset is not the one at <paramref name="early"/>, up to <paramref name="late"/>.</summary>
    public DateTime ChangeBetween(DateTime early, DateTime late)
    {
        var offset = OffsetAt(early);
        while (late - early > TimeSpan.FromMinutes(1))
        {
            var middle = early.AddMinutes(Math.Floor((late - early).TotalMinutes / 2));
            if (OffsetAt(middle) == offset)
            {
                early = middle;
            }
            else
            {
                late = middle;
            }
        }

        return late;
    }

    private TimeSpan OffsetAt(DateTime moment) => zone.GetUtcOffset(new DateTimeOffset(moment, TimeSpan.Zero));
}
