using BillingOperator.ControllerRuntime.Leading;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace BillingOperator.ControllerRuntime.Health;

/// <summary>Says who acts. A standby is ready: it is ready to take over.</summary>
internal sealed class LeadershipHealthCheck(ILeaderElector elector) : IHealthCheck
{
    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    ) => Task.FromResult(HealthCheckResult.Healthy(elector.Standing));
}
