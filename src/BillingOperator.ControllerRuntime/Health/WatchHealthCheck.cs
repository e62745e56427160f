using BillingOperator.ControllerRuntime.Caching;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace BillingOperator.ControllerRuntime.Health;

/// <summary>
/// Fails when a watch has stalled: for longer than it may last neither an event nor a bookmark, list, end or error. A
/// server that is quiet is healthy; one that cannot be reached is no fault of this process, and a restart would not help.
/// </summary>
internal sealed class WatchHealthCheck(IEnumerable<IInformer> informers, OperatorOptions options) : IHealthCheck
{
    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    )
    {
        var stalled = informers.Where(informer => informer.Silence > options.StallTimeout).ToList();
        return Task.FromResult(
            stalled.Count == 0
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Unhealthy(
                    string.Join(", ", stalled.Select(one => $"the watch of {one.Kind} is silent since {one.Silence}"))
                )
        );
    }
}
