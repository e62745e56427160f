namespace BillingOperator.ControllerRuntime;

/// <summary>Cancels when a time is over, by the given clock, or when somebody else cancels.</summary>
internal sealed class TimeLimit : IDisposable
{
    private readonly CancellationTokenSource _limit;
    private readonly CancellationTokenSource _either;

    /// <summary>Starts to measure.</summary>
    public TimeLimit(TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
    {
        _limit = new CancellationTokenSource(limit, time);
        _either = CancellationTokenSource.CreateLinkedTokenSource(_limit.Token, cancellationToken);
    }

    /// <summary>Cancelled by either.</summary>
    public CancellationToken Token => _either.Token;

    /// <summary>Whether the time is over.</summary>
    public bool IsExceeded => _limit.IsCancellationRequested;

    /// <summary>Starts to measure again.</summary>
    public void Restart(TimeSpan limit) => _limit.CancelAfter(limit);

    /// <inheritdoc/>
    public void Dispose()
    {
        _either.Dispose();
        _limit.Dispose();
    }
}
