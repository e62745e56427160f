using BillingOperator.Api.Events;
using BillingOperator.Api.Reasons;
using BillingOperator.Billing.Text;

namespace BillingOperator.Billing.Planning;

/// <summary>How runs end that are not committed.</summary>
internal static class RunEnds
{
    private const int MaxFailure = 512;

    // A manifest that can be seen makes a run a committed one; but its place may be gone or closed.
    private const string WhatStays = "What is stored stays; the run counts if its manifest is there.";

    /// <summary>The event bills no longer.</summary>
    /// <param name="run">The run.</param>
    /// <param name="why">Such as <c>the event was disabled</c>.</param>
    /// <param name="now">The time.</param>
    public static RunSummary Cancelled(ActiveRun run, string why, DateTimeOffset now) =>
        End(run, RunState.Cancelled, BillingEventReasons.RunCancelled, $"Cancelled: {why}. {WhatStays}", now);

    /// <summary>The settings name another place.</summary>
    public static RunSummary Moved(ActiveRun run, string place, DateTimeOffset now) =>
        End(
            run,
            RunState.Cancelled,
            BillingEventReasons.Moved,
            $"The settings name {place} now, and the run went to {run.Location}: it is cancelled and started again there. "
                + WhatStays,
            now
        );

    /// <summary>Its slot is yet to come, by hours: the clock was ahead when it was planned, and was set back since.</summary>
    public static RunSummary FromWrongClock(ActiveRun run, DateTimeOffset now) =>
        End(
            run,
            RunState.Cancelled,
            BillingEventReasons.ClockSetBack,
            $"Its slot is {run.Slot:u}, which is yet to come: the clock was set back. It is cancelled and started again by the "
                + $"clock of now; check the time of the nodes. {WhatStays}",
            now
        );

    /// <summary>It failed, and a newer run takes its place.</summary>
    public static RunSummary Superseded(ActiveRun failing, ActiveRun newer, DateTimeOffset now)
    {
        var cause = failing.LastFailure is { } failure
            ? $", the last time {failure.Reason}: {CutText.To(failure.Message, MaxFailure)}"
            : "";
        var what = $"It failed {failing.FailedAttempts} times{cause.TrimEnd('.')}. It gave way to run {newer.Id}";
        var message =
            failing.BillingPeriod == newer.BillingPeriod
                ? $"{what}, which is for the same billing period."
                : $"{what}. {RunTexts.HowToRun(failing.BillingPeriod)}";
        return End(
            failing,
            RunState.Failed,
            failing.LastFailure?.Reason ?? BillingEventReasons.RunFailed,
            message,
            now
        );
    }

    private static RunSummary End(ActiveRun run, string state, string reason, string message, DateTimeOffset now) =>
        new()
        {
            Id = run.Id,
            BillingPeriod = run.BillingPeriod,
            Trigger = run.Trigger,
            Slot = run.Slot,
            State = state,
            Reason = reason,
            Location = run.Location,
            StartedAt = run.StartedAt,
            FinishedAt = now,
            Message = message,
        };
}
