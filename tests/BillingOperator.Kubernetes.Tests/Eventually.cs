using System.Diagnostics;

namespace BillingOperator.Kubernetes.Tests;

/// <summary>Waits for what happens elsewhere.</summary>
public static class Eventually
{
    /// <summary>Asks again until the condition holds; fails after 20 s.</summary>
    public static async Task HoldsAsync(Func<bool> condition)
    {
        var start = Stopwatch.GetTimestamp();
        while (!condition())
        {
            if (Stopwatch.GetElapsedTime(start) > TimeSpan.FromSeconds(20))
            {
                throw new TimeoutException("What was waited for did not come about within 20 s.");
            }

            await Task.Delay(20);
        }
    }
}
