namespace BillingOperator.Kubernetes.Transport;

/// <summary>The <c>Retry-After</c> header.</summary>
internal static class RetryAfter
{
    /// <summary>The wait that a response asks for, never negative; <see langword="null"/> where it asks for none.</summary>
    public static TimeSpan? Of(HttpResponseMessage response, TimeProvider timeProvider)
    {
        var header = response.Headers.RetryAfter;
        var wait = header?.Delta ?? (header?.Date - timeProvider.GetUtcNow());
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }
}
