namespace BillingOperator.ControllerRuntime.Caching;

/// <summary>
/// Remembers whether the server can list by streaming (API server 1.32 and newer); every informer learns from the first
/// that was refused.
/// </summary>
internal sealed class StreamingLists
{
    private volatile bool _refused;

    /// <summary>Whether to try.</summary>
    public bool Usable => !_refused;

    /// <summary>The server does not know it: nobody tries again before a restart.</summary>
    public void Refuse() => _refused = true;
}
