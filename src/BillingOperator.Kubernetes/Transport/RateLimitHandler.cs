using System.Threading.RateLimiting;

namespace BillingOperator.Kubernetes.Transport;

/// <summary>Holds requests back to the rate that the program promised to keep; none is refused.</summary>
internal sealed class RateLimitHandler(RateLimiter limiter, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    // Timers finer than this cost more than they give.
    private const double ShortestPeriodSeconds = 0.02;

    /// <summary>A token bucket: <paramref name="burst"/> requests at once, then <paramref name="qps"/> a second.</summary>
    public static RateLimiter Limiter(double qps, int burst)
    {
        var tokens = Math.Max(1, (int)(qps * ShortestPeriodSeconds));
        return new TokenBucketRateLimiter(
            new TokenBucketRateLimiterOptions
            {
                TokenLimit = Math.Max(burst, tokens),
                TokensPerPeriod = tokens,
                ReplenishmentPeriod = TimeSpan.FromSeconds(tokens / qps),
                QueueLimit = int.MaxValue,
                QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
            }
        );
    }

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        using var permit = await limiter.AcquireAsync(1, cancellationToken).ConfigureAwait(false);
        return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            limiter.Dispose();
        }

        base.Dispose(disposing);
    }
}
