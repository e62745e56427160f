namespace BillingOperator.Tests.EndToEnd.HighAvailability;

/// <summary>What a leader is in the middle of when it ends.</summary>
public enum Work
{
    /// <summary>Writing the statuses of all tenants.</summary>
    Statuses,

    /// <summary>Uploading the records of all tenants.</summary>
    Upload,
}
