namespace BillingOperator.Api.Events;

/// <summary>What started a run.</summary>
public static class RunTrigger
{
    /// <summary>The event was enabled.</summary>
    public const string Enable = "Enable";

    /// <summary>A slot of the schedule came.</summary>
    public const string Schedule = "Schedule";

    /// <summary>An annotation that asks for a run has a new value.</summary>
    public const string Request = "Request";

    /// <summary>The settings name another place than the one that holds the newest period.</summary>
    public const string Moved = "Moved";

    /// <summary>A person ran the command line.</summary>
    public const string Manual = "Manual";
}
