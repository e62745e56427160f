namespace BillingOperator.Controllers.Events;

/// <summary>How long a failed run waits before it is tried again.</summary>
internal static class RetryDelay
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(40);
    private const double Jitter = 0.2;

    /// <summary>
    /// Doubles from a second up to the longest delay, which a permanent fault has from the start; ±20 % so that the runs
    /// of many events do not come back at once. The longest is under a minute, and so is the recovery.
    /// </summary>
    public static TimeSpan After(int failedAttempts, bool isPermanent)
    {
        var exponent = Math.Min(failedAttempts - 1, 16);
        var delay = isPermanent ? Longest : First * Math.Pow(2, exponent);
        return (delay < Longest ? delay : Longest) * (1 - Jitter + (2 * Jitter * Random.Shared.NextDouble()));
    }

    /// <summary>Whether a wait is over: also where it could only be so long because the clock was set back.</summary>
    public static bool IsOver(DateTimeOffset retryAt, DateTimeOffset now) =>
        retryAt <= now || retryAt - now > Longest * (1 + Jitter);
}
