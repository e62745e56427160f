namespace BillingOperator.ControllerRuntime.Leading;

/// <summary>The only replica: it leads without a lease.</summary>
internal sealed class SoleLeader : ILeaderElector
{
    private volatile bool _resigned;

    /// <inheritdoc/>
    public bool IsLeader => !_resigned;

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
