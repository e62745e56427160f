using BillingOperator.Kubernetes.Entities;

namespace BillingOperator.ControllerRuntime.Queueing;

/// <summary>
/// How long a key that failed has to wait: its own exponential backoff, or its turn in the overall bucket, whichever is
/// longer (client-go: default_rate_limiters.go, 5 ms to 1,000 s; 10 a second, burst 100). Not thread-safe.
/// </summary>
internal sealed class RetryLimiter(TimeProvider time)
{
    private static readonly TimeSpan BaseDelay = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan MaxDelay = TimeSpan.FromSeconds(1000);

    private readonly TokenBucket _bucket = new(perSecond: 10, burst: 100, time);
    private readonly Dictionary<EntityKey, int> _failures = [];

    /// <summary>The wait of a key that failed once more.</summary>
    public TimeSpan AfterFailure(EntityKey key)
    {
        var own = AfterConflict(key);
        var turn = _bucket.Reserve();
        return own > turn ? own : turn;
    }

    /// <summary>The wait of a key that lost a race: its own backoff only, so that it is tried again quickly.</summary>
    public TimeSpan AfterConflict(EntityKey key)
    {
        var failures = _failures.GetValueOrDefault(key);
        _failures[key] = failures + 1;
        var delay = BaseDelay * Math.Pow(2, Math.Min(failures, 30));
        return delay < MaxDelay ? delay : MaxDelay;
    }

    /// <summary>How often a key failed in a row.</summary>
    public int Failures(EntityKey key) => _failures.GetValueOrDefault(key);

    /// <summary>The key did not fail: its backoff starts again.</summary>
    public void Forget(EntityKey key) => _failures.Remove(key);
}
