namespace BillingOperator.ControllerRuntime.Queueing;

/// <summary>
/// Limits a rate and lets bursts pass. A reservation always succeeds and tells how long to wait for its turn, as
/// golang.org/x/time/rate does. Not thread-safe.
/// </summary>
/// <param name="perSecond">Tokens that come back a second.</param>
/// <param name="burst">Tokens at the start, and at most.</param>
/// <param name="time">The clock.</param>
internal sealed class TokenBucket(double perSecond, int burst, TimeProvider time)
{
    private double _tokens = burst;
    private long _filledAt = time.GetTimestamp();

    /// <summary>Whether it is as full as at the start.</summary>
    public bool IsFull
    {
        get
        {
            Fill();
            return _tokens >= burst;
        }
    }

    /// <summary>Takes a token, also a future one; returns the time until it is there.</summary>
    public TimeSpan Reserve()
    {
        Fill();
        _tokens--;
        return _tokens >= 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(-_tokens / perSecond);
    }

    /// <summary>Takes a token if there is one.</summary>
    public bool TryTake()
    {
        Fill();
        if (_tokens < 1)
        {
            return false;
        }

        _tokens--;
        return true;
    }

    private void Fill()
    {
        var now = time.GetTimestamp();
        _tokens = Math.Min(burst, _tokens + (time.GetElapsedTime(_filledAt, now).TotalSeconds * perSecond));
        _filledAt = now;
    }
}
