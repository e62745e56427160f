namespace BillingOperator.Billing.Scheduling;

/// <summary>The reasons of a planner's notices.</summary>
public static class PlanReasons
{
    /// <summary>A failing run gave way to a newer one.</summary>
    public const string RunSuperseded = "RunSuperseded";

    /// <summary>The event was disabled during a run.</summary>
    public const string RunCancelled = "RunCancelled";

    /// <summary>Slots went by without a run of their own: a newer one stands for them, or they are too old.</summary>
    public const string SlotsMissed = "SlotsMissed";

    /// <summary>A request was not carried out.</summary>
    public const string RequestRefused = "RequestRefused";

    /// <summary>The clock was set back by so much that the schedule starts afresh.</summary>
    public const string ClockSetBack = "ClockSetBack";
}
