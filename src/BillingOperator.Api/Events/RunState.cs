namespace BillingOperator.Api.Events;

/// <summary>How a run ended.</summary>
public static class RunState
{
    /// <summary>All expected records are stored and the manifest is committed.</summary>
    public const string Succeeded = "Succeeded";

    /// <summary>It did not succeed before a newer slot or request took its place.</summary>
    public const string Failed = "Failed";

    /// <summary>The event was disabled while it was going on, or the settings came to name another place.</summary>
    public const string Cancelled = "Cancelled";
}
