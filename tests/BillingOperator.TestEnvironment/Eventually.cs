using System.Diagnostics;

namespace BillingOperator.TestEnvironment;

/// <summary>Waits for what must become true, not for time to pass.</summary>
public static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>So long between two looks at another process, which has work of its own.</summary>
    private static readonly TimeSpan PauseOfOthers = TimeSpan.FromMilliseconds(250);

    /// <summary>Looks until a condition holds; fails with its words after a deadline.</summary>
    public static Task TrueAsync(Func<bool> condition, string what, int seconds = 30) =>
        TrueAsync(() => Task.FromResult(condition()), what, seconds);

    /// <summary>Looks until a condition holds; fails with its words after a deadline.</summary>
    public static Task TrueAsync(Func<Task<bool>> condition, string what, int seconds = 30) =>
        TrueAsync(condition, () => what, seconds);

    /// <summary>Looks until a condition holds; fails with its words of that moment after a deadline.</summary>
    public static Task TrueAsync(Func<Task<bool>> condition, Func<string> what, int seconds = 30) =>
        TrueAsync(condition, TimeSpan.FromSeconds(seconds), what, Pause);

    /// <summary>Looks at another process now and then until a condition holds.</summary>
    public static Task TrueAsync(Func<Task<bool>> condition, TimeSpan within, Func<string> what) =>
        TrueAsync(condition, within, what, PauseOfOthers);

    private static async Task TrueAsync(Func<Task<bool>> condition, TimeSpan within, Func<string> what, TimeSpan pause)
    {
        var clock = Stopwatch.StartNew();
        while (!await condition())
        {
            if (clock.Elapsed > within)
            {
                throw new TimeoutException($"not within {within.TotalSeconds} s: {what()}");
            }
            await Task.Delay(pause);
        }
    }
}
