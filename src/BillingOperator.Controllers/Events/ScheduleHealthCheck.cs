using BillingOperator.Api;
using BillingOperator.Api.Events;
using BillingOperator.ControllerRuntime.Caching;
using BillingOperator.ControllerRuntime.Leading;
using BillingOperator.Controllers.Conditions;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace BillingOperator.Controllers.Events;

/// <summary>
/// Fails when this replica leads, a slot of a schedule is overdue, and nobody looks after it: something is stuck. Where the
/// event is looked after in vain, because the API server cannot be reached or refuses, a restart would not help.
/// </summary>
internal sealed class ScheduleHealthCheck(
    IEntityCache<BillingEvent> events,
    ReconcileHeartbeat heartbeat,
    ILeadership leadership,
    TimeProvider time
) : IHealthCheck
{
    /// <summary>Longer than the queue's longest pause between two tries, which is 1,000 s.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(20);

    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    ) => Task.FromResult(leadership.IsLeader ? Check() : HealthCheckResult.Healthy());

    private HealthCheckResult Check()
    {
        var limit = time.GetUtcNow() - Tolerance;
        var stuck = events
            .List()
            .Where(one => IsOverdue(one, limit) && heartbeat.SilenceOf(one.Metadata.Name) > Tolerance)
            .Select(one => one.Metadata.Name)
            .ToList();
        return stuck.Count == 0
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy($"overdue, and not looked after: {string.Join(", ", stuck)}");
    }

    // A slot that comes while a run is going on waits for it, however long that takes.
    private static bool IsOverdue(BillingEvent billingEvent, DateTimeOffset limit) =>
        billingEvent.Spec.Enabled == true
        && billingEvent.Status is { ActiveRun: null, NextRunTime: { } next } status
        && next < limit
        && !ConditionSet.IsTrue(status.Conditions, ConditionTypes.Stalled);
}
