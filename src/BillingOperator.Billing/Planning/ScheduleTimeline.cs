using BillingOperator.Api;
using BillingOperator.Api.Events;
using BillingOperator.Api.Reasons;
using BillingOperator.Billing.Scheduling;

namespace BillingOperator.Billing.Planning;

/// <summary>A schedule as it stands at one moment: what has been dealt with, what is due, what comes.</summary>
/// <param name="Status">What to remember; <see langword="null"/> without a schedule.</param>
/// <param name="Due">The newest slot that has come, may still run, and was not dealt with.</param>
/// <param name="Missed">How many older slots came with it and will not run; 0 where nothing is due.</param>
/// <param name="FirstMissed">The oldest of these.</param>
/// <param name="LastMissed">The newest of these.</param>
/// <param name="Next">The next slot to come.</param>
/// <param name="Notice">What a person should hear of.</param>
internal sealed record ScheduleTimeline(
    ScheduleStatus? Status,
    DateTimeOffset? Due,
    int Missed,
    DateTimeOffset? FirstMissed,
    DateTimeOffset? LastMissed,
    DateTimeOffset? Next,
    PlanNotice? Notice
)
{
    /// <summary>Missed slots are counted no further, so that a minutely schedule costs nothing after a year's sleep.</summary>
    public const int MissedLimit = 1000;

    /// <summary>
    /// A mark this far ahead is a clock set back by a little, and is waited for, so that no slot runs twice. A mark
    /// further ahead came from a clock that was wrong; waiting for it could take years.
    /// </summary>
    public static readonly TimeSpan LongestSetBack = TimeSpan.FromHours(1);

    /// <summary>Looks at a schedule.</summary>
    /// <param name="spec">The event's spec.</param>
    /// <param name="remembered">What the status says of the schedule; <see langword="null"/> starts afresh.</param>
    /// <param name="now">The time, in whole seconds.</param>
    public static ScheduleTimeline At(BillingEventSpec spec, ScheduleStatus? remembered, DateTimeOffset now)
    {
        if (spec.Schedule is null)
        {
            return new ScheduleTimeline(null, null, 0, null, null, null, null);
        }

        var schedule = CronSchedule.Parse(spec.Schedule);
        var zoneId = spec.TimeZone ?? TimeZones.Default;
        var zone = TimeZones.Find(zoneId);
        var fresh = new ScheduleStatus
        {
            Expression = spec.Schedule,
            TimeZone = zoneId,
            HandledThrough = now,
        };

        PlanNotice? notice = null;
        if (remembered is null || remembered.Expression != spec.Schedule || remembered.TimeZone != zoneId)
        {
            remembered = fresh;
        }
        else if (remembered.HandledThrough - now > LongestSetBack)
        {
            notice = new PlanNotice(
                BillingEventReasons.ClockSetBack,
                $"The schedule had been dealt with up to {remembered.HandledThrough:u}, which is yet to come: the clock "
                    + "was set back. The schedule starts afresh; check the time of the nodes.",
                IsWarning: true
            );
            remembered = fresh;
        }

        var mark = remembered.HandledThrough;
        var next = schedule.Next(mark > now ? mark : now, zone);
        if (schedule.Newest(mark, now, zone) is not { } newest)
        {
            return new ScheduleTimeline(remembered, null, 0, null, null, next, notice);
        }

        var missed = schedule.Count(mark, newest, zone, MissedLimit);
        var oldest = schedule.Next(mark, zone) ?? newest;
        var deadline = TimeSpan.FromSeconds(spec.StartingDeadlineSeconds ?? RunPlanner.DefaultStartingDeadlineSeconds);
        if (now - newest <= deadline)
        {
            return missed == 0
                ? new ScheduleTimeline(remembered, newest, 0, null, null, next, notice)
                : new ScheduleTimeline(
                    remembered,
                    newest,
                    missed,
                    oldest,
                    schedule.Newest(mark, newest.AddMinutes(-1), zone),
                    next,
                    notice
                );
        }

        var message =
            $"{Counted(missed + 1)} missed, the newest at {newest:u}, more than startingDeadlineSeconds "
            + $"({deadline.TotalSeconds:0}) ago: no run. {HowToRun(oldest, newest, now, spec, zone)}";
        var status = remembered with
        {
            HandledThrough = newest,
            Missed = new MissedSlots
            {
                Count = Math.Min(missed + 1, MissedLimit),
                Newest = newest,
                NoticedAt = now,
                Message = message,
            },
        };
        notice = new PlanNotice(BillingEventReasons.SlotsMissed, message, IsWarning: true);
        return new ScheduleTimeline(status, null, 0, null, null, next, notice);
    }

    private static string HowToRun(
        DateTimeOffset oldest,
        DateTimeOffset newest,
        DateTimeOffset now,
        BillingEventSpec spec,
        TimeZoneInfo zone
    )
    {
        var (first, last, current) = (PeriodOf(oldest), PeriodOf(newest), PeriodOf(now));
        var runNow = $"To run {current} now, set the annotation {ApiGroup.RequestedAtAnnotation} to a new value.";
        var others = RunTexts.HowToRun(first, last, current);
        return (last == current, others) switch
        {
            (true, "") => runNow,
            (true, _) => $"{runNow} {others}",
            _ => others,
        };

        BillingPeriod PeriodOf(DateTimeOffset slot) => BillingPeriod.Containing(slot, spec.BillingPeriod, zone);
    }

    /// <summary>Such as <c>1 slot was</c> or <c>1000 slots or more were</c>.</summary>
    internal static string Counted(int slots) =>
        slots switch
        {
            1 => "1 slot was",
            >= MissedLimit => $"{MissedLimit} slots or more were",
            _ => $"{slots} slots were",
        };
}
