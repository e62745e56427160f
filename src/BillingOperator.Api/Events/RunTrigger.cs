namespace BillingOperator.Api.Events;

/// <summary>What started a run.</summary>
public static class RunTrigger
{
    /// <summary>The event was enabled.</summary>
    public const string Enable = "Enable";

    /// <summary>A slot of the schedule came.</summary>
    public const string Schedule = "Schedule";

    /// <summary>The annotation <c>requestedAt</c> has a new value.</summary>
    public const string Request = "Request";

    /// <summary>A person ran the command line.</summary>
    public const string Manual = "Manual";
}
