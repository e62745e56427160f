namespace BillingOperator.Tests.EndToEnd.HighAvailability;

/// <summary>A write that a replica sent, as the API server's audit log has it.</summary>
/// <param name="At">When the server received it.</param>
/// <param name="Replica">The replica, by the user that it acts as.</param>
/// <param name="Resource">What was written, such as <c>leases</c> or <c>tenants/status</c>.</param>
/// <param name="IsDone">Whether the server did it.</param>
public sealed record AuditedWrite(DateTimeOffset At, string Replica, string Resource, bool IsDone)
{
    /// <summary>Whether it takes, renews or releases the lease.</summary>
    public bool IsOfLease => Resource == "leases";

    /// <summary>Whether only a leader may send it.</summary>
    public bool IsOfStatus => Resource.EndsWith("/status", StringComparison.Ordinal);
}
