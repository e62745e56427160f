using BillingOperator.ControllerRuntime.Caching;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace BillingOperator.ControllerRuntime.Health;

/// <summary>Fails until all caches are in sync.</summary>
internal sealed class CacheSyncHealthCheck(IEnumerable<IInformer> informers) : IHealthCheck
{
    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    )
    {
        var missing = informers.Where(informer => !informer.Synced.IsCompleted).Select(informer => informer.Kind);
        var kinds = string.Join(", ", missing);
        return Task.FromResult(
            kinds.Length == 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy($"not in sync yet: {kinds}")
        );
    }
}
