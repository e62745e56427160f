namespace BillingOperator.Billing.ObjectStores;

/// <summary>The pause before a store is asked the same again: several at once must not meet again and again.</summary>
public static class RetryPause
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);

    /// <summary>Waits 100 to 200 ms after the first try, and as much more after each further one.</summary>
    /// <param name="attempt">How many tries there were.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static Task AfterAsync(int attempt, TimeProvider time, CancellationToken cancellationToken) =>
        Task.Delay(Step * attempt * (1 + Random.Shared.NextDouble()), time, cancellationToken);
}
