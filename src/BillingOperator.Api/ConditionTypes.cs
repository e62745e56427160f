namespace BillingOperator.Api;

/// <summary>Types of the conditions, as kstatus reads them.</summary>
public static class ConditionTypes
{
    /// <summary>The object is as it should be.</summary>
    public const string Ready = "Ready";

    /// <summary>Nothing will get better before somebody changes the object.</summary>
    public const string Stalled = "Stalled";

    /// <summary>The operator is at work on the object.</summary>
    public const string Reconciling = "Reconciling";

    /// <summary>The tenant's billing information is in the bucket.</summary>
    public const string Uploaded = "Uploaded";

    /// <summary>A run is going on.</summary>
    public const string Running = "Running";

    /// <summary>The newest request for a run was carried out.</summary>
    public const string RequestAccepted = "RequestAccepted";
}
