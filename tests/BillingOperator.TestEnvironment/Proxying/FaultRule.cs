namespace BillingOperator.TestEnvironment.Proxying;

/// <summary>A fault that a proxy puts in; disposing of it ends it.</summary>
public sealed class FaultRule : IDisposable
{
    private readonly Func<ProxiedRequest, bool> _match;
    private readonly int _times;
    private readonly Action<FaultRule> _remove;
    private int _taken;

    internal FaultRule(Func<ProxiedRequest, bool> match, Fault fault, int times, Action<FaultRule> remove)
    {
        _match = match;
        _times = times;
        _remove = remove;
        Fault = fault;
    }

    /// <summary>How many requests it has struck so far.</summary>
    public int Hits => Math.Min(Volatile.Read(ref _taken), _times);

    internal Fault Fault { get; }

    /// <inheritdoc />
    public void Dispose() => _remove(this);

    internal bool Strikes(ProxiedRequest request) => _match(request) && Interlocked.Increment(ref _taken) <= _times;
}
