namespace BillingOperator.Tests.EndToEnd;

/// <summary>Waits for what has to become true, and fails when it does not in time.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <summary>Waits until a condition holds.</summary>
    public static async Task HoldsAsync(Func<Task<bool>> condition, TimeSpan within, Func<string> describe)
    {
        using var deadline = new CancellationTokenSource(within);
        while (!await condition())
        {
            if (deadline.IsCancellationRequested)
            {
                throw new TimeoutException($"did not come true within {within.TotalSeconds} s: {describe()}");
            }
            await Task.Delay(Pause, CancellationToken.None);
        }
    }
}
