namespace BillingOperator.ControllerRuntime.Leading;

/// <summary>The only replica: it leads without a lease, so that nobody notices it, and it nobody.</summary>
internal sealed class SoleLeader : ILeaderElector
{
    private volatile bool _resigned;

    /// <inheritdoc/>
    public bool IsLeader => !_resigned;

    /// <inheritdoc/>
    public string Standing => "acts, without leader election: other operators in this cluster are not noticed";

    /// <inheritdoc/>
    public Task AcquireAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task HoldAsync(CancellationToken cancellationToken) =>
        Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);

    /// <inheritdoc/>
    public Task ResignAsync(bool release)
    {
        _resigned = true;
        return Task.CompletedTask;
    }
}
