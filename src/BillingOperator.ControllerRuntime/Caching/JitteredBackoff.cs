namespace BillingOperator.ControllerRuntime.Caching;

/// <summary>
/// How long to wait before trying again: 0.8 s, doubled up to 30 s, each up to a quarter longer at random
/// (client-go: reflector.go). Not thread-safe.
/// </summary>
internal sealed class JitteredBackoff
{
    private static readonly TimeSpan Base = TimeSpan.FromMilliseconds(800);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private int _failures;

    /// <summary>The next wait.</summary>
    /// <param name="lived">How long all went well before; after a long time the waits start from the shortest again.</param>
    /// <param name="advanced">Whether something came through; the waits start from the shortest again then, too.</param>
    public TimeSpan Next(TimeSpan lived, bool advanced)
    {
        _failures = advanced || lived > Longest * 2 ? 0 : _failures;
        var wait = Base * Math.Pow(2, Math.Min(_failures++, 16));
        return (wait < Longest ? wait : Longest) * (1 + (0.25 * Random.Shared.NextDouble()));
    }
}
