namespace BillingOperator.Kubernetes;

/// <summary>A caller's cancellation, and a limit of time beside it, by the given clock.</summary>
public sealed class TimeLimit : IDisposable
{
    private readonly CancellationToken _caller;
    private readonly CancellationTokenSource _limit;
    private readonly CancellationTokenSource _either;

    /// <summary>Starts to measure.</summary>
    public TimeLimit(TimeSpan limit, TimeProvider time, CancellationToken caller)
    {
        _caller = caller;
        _limit = new CancellationTokenSource(limit, time);
        _either = CancellationTokenSource.CreateLinkedTokenSource(caller, _limit.Token);
    }

    /// <summary>Cancelled by either.</summary>
    public CancellationToken Token => _either.Token;

    /// <summary>Whether the time is over, and not the caller gave up.</summary>
    public bool IsExceeded => _limit.IsCancellationRequested && !_caller.IsCancellationRequested;

    /// <summary>Starts to measure again.</summary>
    public void Restart(TimeSpan limit) => _limit.CancelAfter(limit);

    /// <inheritdoc/>
    public void Dispose()
    {
        _either.Dispose();
        _limit.Dispose();
    }
}
