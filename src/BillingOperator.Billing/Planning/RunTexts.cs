using BillingOperator.Api;
using BillingOperator.Api.Events;
using BillingOperator.Billing.Scheduling;

namespace BillingOperator.Billing.Planning;

/// <summary>What a planner says of runs and requests.</summary>
internal static class RunTexts
{
    /// <summary>Why a disabled event refuses.</summary>
    public const string RefusedWhileDisabled = "the event is disabled. Enable it first";

    /// <summary>Why an event refuses that has been deleted.</summary>
    public const string RefusedWhileDeleted = "the event has been deleted. Create it again first";

    /// <summary>What a person hears of a request that is refused.</summary>
    public static string Refused(PendingRequest request, string why) =>
        $"The requested run was refused: {why}. Then request the run with a new value of {request.Annotation}.";

    /// <summary>What a person hears of slots that one run stands for.</summary>
    /// <param name="timeline">The schedule as it stands.</param>
    /// <param name="run">The run.</param>
    /// <param name="first">Period of the oldest of these slots.</param>
    /// <param name="last">Period of the newest of these slots.</param>
    public static string Missed(ScheduleTimeline timeline, ActiveRun run, BillingPeriod first, BillingPeriod last)
    {
        var standsFor = HowToRun(first, last, BillingPeriod.Parse(run.BillingPeriod)) is { Length: > 0 } others
            ? $"run {run.Id} stands for those of {run.BillingPeriod}. {others}"
            : $"run {run.Id} stands for all.";
        return $"{ScheduleTimeline.Counted(timeline.Missed)} missed before the one at {timeline.Due:u}; {standsFor}";
    }

    /// <summary>How to complete the periods of missed slots.</summary>
    /// <param name="first">Period of the oldest slot.</param>
    /// <param name="last">Period of the newest slot.</param>
    /// <param name="served">A period that needs nothing said.</param>
    /// <returns>Empty where no other period is concerned.</returns>
    public static string HowToRun(BillingPeriod first, BillingPeriod last, BillingPeriod served)
    {
        if (first == served)
        {
            return "";
        }
        last = last == served ? served.Previous : last;
        return first == last
            ? HowToRun(first.Id)
            : $"Billing periods {first} to {last} are not complete: to run them again, set the annotation "
                + $"{ApiGroup.RequestedPeriodAnnotation} to one after the other, {first} first, each when the run before "
                + "has ended.";
    }

    /// <summary>How to complete a period.</summary>
    public static string HowToRun(string period) =>
        $"Billing period {period} is not complete: to run it again, set the annotation "
        + $"{ApiGroup.RequestedPeriodAnnotation}: {period} (or {period}#2 and so on, where that was its value already).";
}
