namespace BillingOperator.ControllerRuntime.Leading;

/// <summary>Long work that only the leader does, beside the controllers.</summary>
public interface ILeaderTask
{
    /// <summary>
    /// Starts with the controllers' workers, and is awaited before the lease is released. An exception is logged, and the
    /// task starts again after a while.
    /// </summary>
    /// <param name="cancellationToken">Cancelled when the process stops or has lost the lease.</param>
    Task RunAsync(CancellationToken cancellationToken);
}
