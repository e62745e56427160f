namespace BillingOperator.ControllerRuntime.Leading;

/// <summary>Whether this process may write.</summary>
public interface ILeadership
{
    /// <summary>
    /// True only while the lease is held for certain by this process's own monotonic clock; so it is false in a process
    /// that slept through its lease, before it knows. Ask before every write.
    /// </summary>
    bool IsLeader { get; }
}
