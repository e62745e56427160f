using BillingOperator.Api;
using BillingOperator.Api.Events;
using BillingOperator.Api.Reasons;

namespace BillingOperator.Billing.Scheduling;

/// <summary>
/// Decides what to run next. A pure function of what was declared, what is remembered, and the time: planning again
/// with the plan's own status changes nothing.
/// </summary>
/// <remarks>
/// <list type="bullet">
/// <item>Three things cause a run: enabling, a request, and a slot of the schedule. One run serves all of them that are
/// there at once and ask for the same billing period. Any other stays remembered until that run has ended.</item>
/// <item>Slots up to <see cref="ScheduleStatus.HandledThrough"/> have been dealt with. Of those after it that have come,
/// the newest gets a run unless it is older than the starting deadline; the others are dropped, and that is said.</item>
/// <item>Enabling, and any edit of the schedule or its zone, move that mark to the present: an old slot never runs.</item>
/// <item>One run at a time. A run that has not failed is let finish; one that has failed gives way to a newer slot or
/// request.</item>
/// <item>Disabling cancels the run and forgets the schedule. A request made while disabled is refused, not kept.</item>
/// <item>A clock that is set back by up to an hour is waited for, so that no slot runs twice; one that is set back
/// further starts the schedule afresh, so that it does not stall.</item>
/// </list>
/// </remarks>
public static class RunPlanner
{
    /// <summary>How late a slot may run where <c>spec.startingDeadlineSeconds</c> is absent, in seconds.</summary>
    public const int DefaultStartingDeadlineSeconds = 86400;

    /// <summary>A timer does not notice that the clock was set, so the clock is looked at this often.</summary>
    private static readonly TimeSpan LongestSleep = TimeSpan.FromMinutes(10);

    /// <summary>Plans.</summary>
    /// <param name="declaration">A valid event.</param>
    /// <param name="now">The time; the plan knows it to the second.</param>
    public static RunPlan Plan(BillingEventDeclaration declaration, DateTimeOffset now)
    {
        now = new DateTimeOffset(now.UtcTicks - (now.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
        return declaration.Spec.Enabled == true ? PlanEnabled(declaration, now) : PlanDisabled(declaration, now);
    }

    private static RunPlan PlanDisabled(BillingEventDeclaration declaration, DateTimeOffset now)
    {
        var notices = new List<PlanNotice>();
        var status = (declaration.Status ?? new BillingEventStatus()) with
        {
            EnabledAt = null,
            Schedule = null,
            NextRunTime = null,
        };

        if (RunRequest.FindNew(declaration.RequestedAt, status.LastHandledRequest) is { } request)
        {
            status = status with { LastHandledRequest = request };
            notices.Add(Refused("the event is disabled. Enable it, then request the run with a new value"));
        }

        RunSummary? ended = null;
        if (status.ActiveRun is { } active)
        {
            ended = End(
                active,
                RunState.Cancelled,
                "The event was disabled. What is stored stays; the run counts if its manifest is in the bucket.",
                now
            );
            status = RunHistory.End(status, ended, declaration.Spec.HistoryLimit);
            notices.Add(
                new PlanNotice(
                    BillingEventReasons.RunCancelled,
                    $"Run {active.Id} was cancelled: the event was disabled.",
                    IsWarning: true
                )
            );
        }

        return new RunPlan(status, null, ended, notices, null);
    }

    private static RunPlan PlanEnabled(BillingEventDeclaration declaration, DateTimeOffset now)
    {
        var notices = new List<PlanNotice>();
        var before = declaration.Status ?? new BillingEventStatus();
        var isJustEnabled = before.EnabledAt is null;
        var timeline = ScheduleTimeline.At(declaration.Spec, isJustEnabled ? null : before.Schedule, now);
        if (timeline.Notice is { } notice)
        {
            notices.Add(notice);
        }

        var status = before with
        {
            EnabledAt = before.EnabledAt ?? now,
            Schedule = timeline.Status,
            NextRunTime = timeline.Next,
        };
        var wakeAt = timeline.Next is { } next ? Earlier(next, now + LongestSleep) : (DateTimeOffset?)null;

        var zone = TimeZones.Find(declaration.Spec.TimeZone);
        var current = BillingPeriod.Containing(now, declaration.Spec.BillingPeriod, zone);
        var asked = After(status.LastRun, now);
        List<RunCause> causes = [];
        if (isJustEnabled && declaration.Spec.RunOnEnable != false)
        {
            causes.Add(new RunCause(RunTrigger.Enable, asked, current));
        }

        if (RunRequest.FindNew(declaration.RequestedAt, status.LastHandledRequest) is { } request)
        {
            if (RunRequest.FindFault(declaration.RequestedPeriod, current, out var period) is { } fault)
            {
                status = status with { LastHandledRequest = request };
                notices.Add(Refused($"{fault}. Then request the run with a new value"));
            }
            else
            {
                causes.Add(new RunCause(RunTrigger.Request, asked, period, request));
            }
        }

        if (timeline.Due is { } slot)
        {
            var period = BillingPeriod.Containing(slot, declaration.Spec.BillingPeriod, zone);
            causes.Add(new RunCause(RunTrigger.Schedule, slot, period));
        }

        var cause = status.ActiveRun is { } running
            ? causes.Find(candidate => running.FailedAttempts > 0 && candidate.Supersedes(running))
            : causes.FirstOrDefault();
        if (cause is null)
        {
            return new RunPlan(status, null, null, notices, wakeAt);
        }

        foreach (var served in causes.Where(other => other.Period == cause.Period))
        {
            status = MarkServed(status, served);
        }

        var started = Describe(cause, declaration, now);
        if (timeline.LastMissed is { } missed && status.Schedule!.HandledThrough == timeline.Due)
        {
            var period = BillingPeriod.Containing(missed, declaration.Spec.BillingPeriod, zone);
            notices.Add(Missed(timeline, started, period));
        }

        var ended = status.ActiveRun is { } failing ? Supersede(failing, started, now) : null;
        if (ended is not null)
        {
            status = RunHistory.End(status, ended, declaration.Spec.HistoryLimit);
            notices.Add(
                new PlanNotice(BillingEventReasons.RunSuperseded, $"Run {ended.Id}: {ended.Message}", IsWarning: true)
            );
        }

        return new RunPlan(status with { ActiveRun = started }, started, ended, notices, wakeAt);
    }

    // The newest run of a period is the one with the latest slot, so a run that is asked for stands for a moment after the
    // run before it, also within one second and where the clock was set back a little.
    private static DateTimeOffset After(RunSummary? before, DateTimeOffset now) =>
        before is { Slot: var slot } && slot >= now && slot - now < ScheduleTimeline.LongestSetBack
            ? slot.AddSeconds(1)
            : now;

    private static ActiveRun Describe(RunCause cause, BillingEventDeclaration declaration, DateTimeOffset now) =>
        new()
        {
            Id = RunId.Of(declaration.Uid, declaration.Generation, cause.Trigger, cause.Slot, cause.Request),
            BillingPeriod = cause.Period.Id,
            Trigger = cause.Trigger,
            Slot = cause.Slot,
            StartedAt = now,
        };

    private static BillingEventStatus MarkServed(BillingEventStatus status, RunCause served) =>
        served.Trigger switch
        {
            RunTrigger.Request => status with { LastHandledRequest = served.Request },
            RunTrigger.Schedule => status with { Schedule = status.Schedule! with { HandledThrough = served.Slot } },
            _ => status,
        };

    private static RunSummary End(ActiveRun run, string state, string message, DateTimeOffset now) =>
        new()
        {
            Id = run.Id,
            BillingPeriod = run.BillingPeriod,
            Trigger = run.Trigger,
            Slot = run.Slot,
            State = state,
            StartedAt = run.StartedAt,
            FinishedAt = now,
            Message = message,
        };

    private static RunSummary Supersede(ActiveRun failing, ActiveRun newer, DateTimeOffset now)
    {
        var what = $"It failed {failing.FailedAttempts} times and gave way to run {newer.Id}";
        var message =
            failing.BillingPeriod == newer.BillingPeriod
                ? $"{what}, which is for the same billing period."
                : $"{what}. {HowToRun(failing.BillingPeriod)}";
        return End(failing, RunState.Failed, message, now);
    }

    private static PlanNotice Missed(ScheduleTimeline timeline, ActiveRun run, BillingPeriod earlier)
    {
        var standsFor =
            earlier.Id == run.BillingPeriod
                ? $"run {run.Id} stands for all."
                : $"run {run.Id} stands for those of {run.BillingPeriod}. {HowToRun(earlier.Id)}";
        return new PlanNotice(
            BillingEventReasons.SlotsMissed,
            $"{ScheduleTimeline.Counted(timeline.Missed)} missed before the one at {timeline.Due:u}; {standsFor}",
            IsWarning: true
        );
    }

    private static string HowToRun(string period) =>
        $"Billing period {period} is not complete: to run it again, set the annotations "
        + $"{ApiGroup.RequestedPeriodAnnotation}: {period} and a new value of {ApiGroup.RequestedAtAnnotation}.";

    private static PlanNotice Refused(string why) =>
        new(BillingEventReasons.RequestRefused, $"The requested run was refused: {why}.", IsWarning: true);

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
