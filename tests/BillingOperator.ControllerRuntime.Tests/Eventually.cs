using System.Diagnostics;

namespace BillingOperator.ControllerRuntime.Tests;

/// <summary>Waits for what must become true, not for time to pass.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(20);

    /// <summary>Looks until a condition holds; fails with its words after a deadline.</summary>
    public static Task TrueAsync(Func<bool> condition, string what, int seconds = 30) =>
        TrueAsync(() => Task.FromResult(condition()), what, seconds);

    /// <summary>Looks until a condition holds; fails with its words after a deadline.</summary>
    public static Task TrueAsync(Func<Task<bool>> condition, string what, int seconds = 30) =>
        TrueAsync(condition, () => what, seconds);

    /// <summary>Looks until a condition holds; fails with its words of that moment after a deadline.</summary>
    public static async Task TrueAsync(Func<Task<bool>> condition, Func<string> what, int seconds = 30)
    {
        var clock = Stopwatch.StartNew();
        while (!await condition())
        {
            if (clock.Elapsed > TimeSpan.FromSeconds(seconds))
            {
                throw new TimeoutException($"not within {seconds} s: {what()}");
            }

            await Task.Delay(Step);
        }
    }
}
