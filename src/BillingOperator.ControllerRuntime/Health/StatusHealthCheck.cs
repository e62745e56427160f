using BillingOperator.ControllerRuntime.Writing;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace BillingOperator.ControllerRuntime.Health;

/// <summary>Degraded while statuses cannot be written: the others are looked after, and a restart would not help.</summary>
internal sealed class StatusHealthCheck(StatusRefusals refusals) : IHealthCheck
{
    private const int MostNamed = 5;

    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    )
    {
        var refused = refusals.All.ToList();
        if (refused.Count == 0)
        {
            return Task.FromResult(HealthCheckResult.Healthy());
        }

        var named = refused.Take(MostNamed).Select(one => $"{one.Key.Kind} {one.Key.Key}: {one.Value}");
        var more = refused.Count > MostNamed ? $"; and {refused.Count - MostNamed} more" : "";
        return Task.FromResult(
            HealthCheckResult.Degraded($"statuses cannot be written: {string.Join("; ", named)}{more}")
        );
    }
}
