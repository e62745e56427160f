using BillingOperator.Api;
using BillingOperator.Api.Events;

namespace BillingOperator.Billing.Scheduling;

/// <summary>What a planner says of runs and requests.</summary>
internal static class RunTexts
{
    /// <summary>Why a disabled event refuses.</summary>
    public const string RefusedWhileDisabled = "the event is disabled. Enable it first";

    /// <summary>What a person hears of a request that is refused.</summary>
    public static string Refused(PendingRequest request, string why) =>
        $"The requested run was refused: {why}. Then request the run with a new value of {request.Annotation}.";

    /// <summary>What a person hears of slots that one run stands for.</summary>
    public static string Missed(ScheduleTimeline timeline, ActiveRun run, BillingPeriod earlier)
    {
        var standsFor =
            earlier.Id == run.BillingPeriod
                ? $"run {run.Id} stands for all."
                : $"run {run.Id} stands for those of {run.BillingPeriod}. {HowToRun(earlier.Id)}";
        return $"{ScheduleTimeline.Counted(timeline.Missed)} missed before the one at {timeline.Due:u}; {standsFor}";
    }

    /// <summary>How to complete a period.</summary>
    public static string HowToRun(string period) =>
        $"Billing period {period} is not complete: to run it again, set the annotation "
        + $"{ApiGroup.RequestedPeriodAnnotation}: {period} (or {period}#2 and so on, where that was its value already).";
}
