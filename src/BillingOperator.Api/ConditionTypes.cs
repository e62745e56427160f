namespace BillingOperator.Api;

/// <summary>Types of the conditions, as kstatus reads them.</summary>
public static class ConditionTypes
{
    /// <summary>The object is as it should be.</summary>
    public const string Ready = "Ready";

    /// <summary>Nothing will get better before somebody changes the object.</summary>
    public const string Stalled = "Stalled";

    /// <summary>The tenant's billing information is in the bucket.</summary>
    public const string Uploaded = "Uploaded";

    /// <summary>A run is going on.</summary>
    public const string Running = "Running";
}
