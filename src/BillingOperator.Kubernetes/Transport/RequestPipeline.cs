using System.Diagnostics.Metrics;
using BillingOperator.Kubernetes.Authentication;
using BillingOperator.Kubernetes.Configuration;
using Microsoft.Extensions.Logging;

namespace BillingOperator.Kubernetes.Transport;

/// <summary>What every request passes, from the call to the wire.</summary>
internal static class RequestPipeline
{
    /// <summary>Retries, rate limit, authentication, metrics, timeout, connections: in this order.</summary>
    public static HttpMessageHandler Create(
        KubernetesClientConfiguration configuration,
        KubernetesClientOptions options,
        TimeProvider timeProvider,
        IMeterFactory meterFactory,
        ILogger logger
    )
    {
        HttpMessageHandler handler = new ServerTransport(configuration.Cluster, options.MaySend, timeProvider);
        handler = new TimeoutHandler(options.RequestTimeout, timeProvider, handler);
        handler = new MetricsHandler(new RequestMetrics(meterFactory), handler);
        handler = new AuthenticationHandler(
            CredentialSource.For(configuration.User, timeProvider),
            options.Impersonation ?? configuration.User.Impersonation,
            handler
        );
        if (options.Qps is { } qps)
        {
            handler = new RateLimitHandler(RateLimitHandler.Limiter(qps, options.Burst), handler);
        }

        return new RetryHandler(timeProvider, logger, handler);
    }
}
