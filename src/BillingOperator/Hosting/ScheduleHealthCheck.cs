using BillingOperator.Api;
using BillingOperator.Api.Events;
using BillingOperator.ControllerRuntime.Caching;
using BillingOperator.ControllerRuntime.Leading;
using BillingOperator.Controllers;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace BillingOperator.Hosting;

/// <summary>Fails when this replica leads and a due slot of a schedule has not been dealt with: something is stuck.</summary>
internal sealed class ScheduleHealthCheck(IEntityCache<BillingEvent> events, ILeadership leadership, TimeProvider time)
    : IHealthCheck
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    )
    {
        var limit = time.GetUtcNow() - Tolerance;
        var overdue = events.List().Where(one => IsOverdue(one, limit)).Select(one => one.Metadata.Name).ToList();
        return Task.FromResult(
            overdue.Count == 0 || !leadership.IsLeader
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Unhealthy($"overdue: {string.Join(", ", overdue)}")
        );
    }

    // A slot that comes while a run is going on waits for it, however long that takes.
    private static bool IsOverdue(BillingEvent billingEvent, DateTimeOffset limit) =>
        billingEvent.Spec.Enabled == true
        && billingEvent.Status is { ActiveRun: null, NextRunTime: { } next } status
        && next < limit
        && !ConditionSet.IsTrue(status.Conditions, ConditionTypes.Stalled);
}
