using BillingOperator.Api.Events;
using BillingOperator.Api.Reasons;
using BillingOperator.Billing.Scheduling;

namespace BillingOperator.Billing.Planning;

/// <summary>
/// Decides what to run next. A pure function of what was declared, what is remembered, and the time: planning again
/// with the plan's own status changes nothing.
/// </summary>
/// <remarks>
/// <list type="bullet">
/// <item>Four things cause a run: enabling, a request, a slot of the schedule, and settings that name another place than
/// the one that holds the newest period. One run serves all of them that are there at once and ask for the same billing
/// period. Any other stays remembered until that run has ended.</item>
/// <item>Each of the two annotations is a request of its own. A value that was handled, accepted or refused, asks for
/// nothing any more.</item>
/// <item>Slots up to <see cref="ScheduleStatus.HandledThrough"/> have been dealt with. Of those after it that have come,
/// the newest gets a run unless it is older than the starting deadline; the others are dropped, and that is said.</item>
/// <item>Enabling, and any edit of the schedule or its zone, move that mark to the present: an old slot never runs.</item>
/// <item>One run at a time, and it goes to one place. A run that has not failed is let finish; one that has failed gives
/// way to a newer slot, or to a request for the same period: one for another period waits.
/// Where the settings name another place than that of a run, it is cancelled and started again. Settings that name no
/// place move nothing.</item>
/// <item>Disabling or deleting the event cancels the run and forgets the schedule. A request made while disabled is refused, not kept.</item>
/// <item>A clock that is set back by up to an hour is waited for, so that no slot runs twice; one that is set back
/// further starts the schedule afresh, so that it does not stall, and so does a run that the wrong clock began, for no
/// period that has yet to come.</item>
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
        if (declaration.Status is { ActiveRun: { } run } status && !IsOurs(run))
        {
            declaration = declaration with { Status = status with { ActiveRun = null } };
        }
        return declaration.Spec.Enabled == true && !declaration.IsBeingDeleted
            ? PlanEnabled(declaration, now)
            : PlanDisabled(declaration, now);
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

        foreach (var request in PendingRequest.Of(declaration, status.Requests))
        {
            var why =
                request.BlankError
                ?? (declaration.IsBeingDeleted ? RunTexts.RefusedWhileDeleted : RunTexts.RefusedWhileDisabled);
            status = Refuse(status, request, why, HandledAt(declaration, now), notices);
        }

        RunSummary? ended = null;
        if (status.ActiveRun is { } active)
        {
            var why = declaration.IsBeingDeleted ? "the event was deleted" : "the event was disabled";
            ended = RunEnds.Cancelled(active, why, now);
            status = RunHistory.End(status, ended, declaration.Spec);
            notices.Add(
                new PlanNotice(
                    BillingEventReasons.RunCancelled,
                    $"Run {active.Id} was cancelled: {why}.",
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

        var cancelled = status.ActiveRun switch
        {
            { Location: { } location } moved when declaration.Location is { } place && location != place =>
                RunEnds.Moved(moved, place, now),
            { } future when future.Slot - now > ScheduleTimeline.LongestSetBack => RunEnds.FromWrongClock(future, now),
            _ => null,
        };
        if (cancelled is not null)
        {
            status = RunHistory.End(status, cancelled, declaration.Spec);
            notices.Add(new PlanNotice(cancelled.Reason!, $"Run {cancelled.Id}: {cancelled.Message}", IsWarning: true));
        }

        var causes = FindCauses(declaration, timeline, cancelled, isJustEnabled, ref status, now, notices);
        var cause = status.ActiveRun is { } running
            ? causes.Find(candidate => running.FailedAttempts > 0 && candidate.Supersedes(running))
            : causes.FirstOrDefault();
        if (cause is null)
        {
            return new RunPlan(status, null, cancelled, notices, wakeAt);
        }

        var started = Describe(cause, declaration, now);
        foreach (var served in causes.Where(other => other.Period == cause.Period))
        {
            status = served.MarkServed(status, started, HandledAt(declaration, now));
        }

        if (timeline.LastMissed is { } missed && status.Schedule!.HandledThrough == timeline.Due)
        {
            var first = PeriodOf(timeline.FirstMissed ?? missed, declaration);
            var message = RunTexts.Missed(timeline, started, first, PeriodOf(missed, declaration));
            status = status with
            {
                Schedule = status.Schedule with
                {
                    Missed = new MissedSlots
                    {
                        Count = timeline.Missed,
                        Newest = missed,
                        NoticedAt = now,
                        Message = message,
                    },
                },
            };
            notices.Add(new PlanNotice(BillingEventReasons.SlotsMissed, message, IsWarning: true));
        }

        var ended = cancelled;
        if (status.ActiveRun is { } failing)
        {
            ended = RunEnds.Superseded(failing, started, now);
            status = RunHistory.End(status, ended, declaration.Spec);
            notices.Add(
                new PlanNotice(BillingEventReasons.RunSuperseded, $"Run {ended.Id}: {ended.Message}", IsWarning: true)
            );
        }

        return new RunPlan(status with { ActiveRun = started }, started, ended, notices, wakeAt);
    }

    /// <summary>What asks for a run now, the most urgent first. Requests that cannot be carried out are refused here.</summary>
    private static List<RunCause> FindCauses(
        BillingEventDeclaration declaration,
        ScheduleTimeline timeline,
        RunSummary? cancelled,
        bool isJustEnabled,
        ref BillingEventStatus status,
        DateTimeOffset now,
        List<PlanNotice> notices
    )
    {
        List<RunCause> causes = [];
        var current = PeriodOf(now, declaration);
        var asked = After(status.LastRun, now);
        if (cancelled is not null)
        {
            var period = BillingPeriod.Parse(cancelled.BillingPeriod);
            causes.Add(
                cancelled.Reason == BillingEventReasons.Moved
                    ? new RunCause(RunTrigger.Moved, asked, period) { Replaces = cancelled.Id }
                    : new RunCause(cancelled.Trigger, asked, period.Start > current.Start ? current : period)
                    {
                        Replaces = cancelled.Id,
                    }
            );
        }

        if (isJustEnabled && declaration.Spec.RunOnEnable != false)
        {
            causes.Add(new RunCause(RunTrigger.Enable, asked, current));
        }

        foreach (var request in PendingRequest.Of(declaration, status.Requests))
        {
            if (request.FindError(current, out var period) is { } error)
            {
                status = Refuse(status, request, error, HandledAt(declaration, now), notices);
            }
            else
            {
                causes.Add(new RunCause(RunTrigger.Request, asked, period) { Request = request });
            }
        }

        if (timeline.Due is { } slot)
        {
            causes.Add(new RunCause(RunTrigger.Schedule, slot, PeriodOf(slot, declaration)));
        }

        // A run that is there already goes to the new place; whether it settles the matter shows when it has ended.
        if (
            status.ActiveRun is null
            && declaration.Location is { } place
            && RunHistory.NewestCommitted(status, declaration.Spec.BillingPeriod) is { } newest
            && newest.Location != place
        )
        {
            causes.Add(new RunCause(RunTrigger.Moved, asked, BillingPeriod.Parse(newest.BillingPeriod)));
        }

        return causes;
    }

    /// <summary>A run that somebody else wrote down cannot be carried out, and must not keep others from it.</summary>
    private static bool IsOurs(ActiveRun run) =>
        BillingPeriod.TryParse(run.BillingPeriod, out _) && run.Id.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');

    private static BillingPeriod PeriodOf(DateTimeOffset moment, BillingEventDeclaration declaration) =>
        BillingPeriod.Containing(moment, declaration.Spec.BillingPeriod, TimeZones.Find(declaration.Spec.TimeZone));

    // The newest run of a period is the one with the latest slot, so a run that is asked for stands for a moment after the
    // run before it, also within one second and where the clock was set back a little.
    private static DateTimeOffset After(RunSummary? before, DateTimeOffset now) =>
        before is { Slot: var slot } && slot >= now && slot - now < ScheduleTimeline.LongestSetBack
            ? slot.AddSeconds(1)
            : now;

    // The newest request is the one that was handled last, also within one second.
    private static DateTimeOffset HandledAt(BillingEventDeclaration declaration, DateTimeOffset now)
    {
        var (at, period) = (
            declaration.Status?.Requests?.At?.HandledAt,
            declaration.Status?.Requests?.Period?.HandledAt
        );
        var last = at > period || period is null ? at : period;
        return last >= now && last - now < ScheduleTimeline.LongestSetBack ? last.Value.AddSeconds(1) : now;
    }

    private static ActiveRun Describe(RunCause cause, BillingEventDeclaration declaration, DateTimeOffset now) =>
        new()
        {
            Id = RunId.Of(
                declaration.Uid,
                declaration.Generation,
                cause.Trigger,
                cause.Slot,
                cause.Request?.Value ?? cause.Replaces
            ),
            BillingPeriod = cause.Period.Id,
            Trigger = cause.Trigger,
            Slot = cause.Slot,
            StartedAt = now,
        };

    private static BillingEventStatus Refuse(
        BillingEventStatus status,
        PendingRequest request,
        string why,
        DateTimeOffset handledAt,
        List<PlanNotice> notices
    )
    {
        var message = RunTexts.Refused(request, why);
        notices.Add(new PlanNotice(BillingEventReasons.RequestRefused, message, IsWarning: true));
        return status with { Requests = request.Refuse(status.Requests, message, handledAt) };
    }

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
