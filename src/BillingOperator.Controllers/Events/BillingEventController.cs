using BillingOperator.Api;
using BillingOperator.Api.Events;
using BillingOperator.Api.Reasons;
using BillingOperator.Api.Settings;
using BillingOperator.Billing.Planning;
using BillingOperator.Billing.Validation;
using BillingOperator.ControllerRuntime.Caching;
using BillingOperator.ControllerRuntime.Controllers;
using BillingOperator.ControllerRuntime.Eventing;
using BillingOperator.ControllerRuntime.Writing;
using BillingOperator.Controllers.Conditions;
using BillingOperator.Controllers.Settings;
using BillingOperator.Controllers.Tenants;
using k8s.Models;
using Microsoft.Extensions.Logging;

namespace BillingOperator.Controllers.Events;

/// <summary>
/// Carries out a billing process: takes up what its runs report, lets the planner decide what comes next, writes that
/// down, and only then starts a run.
/// </summary>
internal sealed partial class BillingEventController(
    IEntityCache<BillingServerSettings> settings,
    IStatusWriter<BillingEvent> writer,
    RunSupervisor supervisor,
    UploadTargets targets,
    EventPublisher publish,
    ReconcileHeartbeat heartbeat,
    OperatorIdentity self,
    TimeProvider time,
    ILogger<BillingEventController> logger
) : IEntityController<BillingEvent>
{
    private static readonly TimeSpan ProgressInterval = TimeSpan.FromSeconds(3);

    /// <summary>So long tenants wait for the receipt of a run before their status says that they wait.</summary>
    private static readonly TimeSpan ReceiptPatience = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    public async Task<ReconciliationResult<BillingEvent>> ReconcileAsync(
        BillingEvent entity,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await AdvanceAsync(entity, cancellationToken);
        }
        finally
        {
            heartbeat.Note(entity.Metadata.Name);
        }
    }

    /// <inheritdoc/>
    public async Task<ReconciliationResult<BillingEvent>> DeletedAsync(
        BillingEvent entity,
        CancellationToken cancellationToken
    )
    {
        await supervisor.StopAsync(entity.Metadata.Name);
        targets.Refresh(TimeSpan.Zero);
        return ReconciliationResult<BillingEvent>.Success(entity);
    }

    private async Task<ReconciliationResult<BillingEvent>> AdvanceAsync(
        BillingEvent entity,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        var name = entity.Metadata.Name;
        var errors = BillingEventValidator.Validate(entity.Spec, name);
        if (errors.Count > 0)
        {
            await supervisor.StopAsync(name);
            var invalid = new EventStatusInputs
            {
                Event = entity,
                Fault = string.Join("; ", errors),
                Now = now,
            };
            var refused = await WriteAsync(invalid, cancellationToken);
            targets.Refresh(TimeSpan.Zero);
            return ReconciliationResult<BillingEvent>.Success(refused);
        }

        var server = ServerReadiness.Of(entity, settings);
        var (plan, report) = await PlanAsync(entity, server, now, cancellationToken);
        var active = plan.Status.ActiveRun;
        var goesOn = report is RunInProgress;
        var starts =
            active is not null && !goesOn && server.IsReady && RunTiming.IsDue(active, entity, server.ReadySince, now);
        var isRunning = goesOn || starts;
        if (starts)
        {
            active = active! with { RetryAt = null, Location = server.Location };
        }
        var inputs = new EventStatusInputs
        {
            Event = entity,
            Planned = plan.Status with { ActiveRun = active },
            ServerProblem = server.Problem,
            IsRunning = isRunning,
            Now = now,
        };
        var written = await WriteAsync(inputs, cancellationToken);
        if (report is RunCommitted or RunFailed)
        {
            supervisor.Forget(name);
        }
        targets.Refresh(isRunning ? ReceiptPatience : TimeSpan.Zero);
        await AnnounceAsync(entity, written, plan, report, cancellationToken);
        if (starts)
        {
            supervisor.Start(
                RunSpecBuilder.Build(entity, active!, server.Settings!, self, now),
                server.Settings!,
                isLaterTry: plan.Status.ActiveRun!.Location is not null
            );
        }
        return ReconciliationResult<BillingEvent>.Success(
            written,
            isRunning ? ProgressInterval : RunTiming.UntilNextLook(plan.WakeAt, active?.RetryAt, now)
        );
    }

    /// <summary>Plans by what the runs report; a run that the plan does not go on with is stopped first.</summary>
    private async Task<(RunPlan Plan, RunReport? Report)> PlanAsync(
        BillingEvent entity,
        ServerReadiness server,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var report = supervisor.Report(entity.Metadata.Name);
        var plan = Plan(entity, report, server, now);
        if (report is RunInProgress && (report.RunId != plan.Status.ActiveRun?.Id || server.IsOfAnotherCluster))
        {
            report = await supervisor.StopAsync(entity.Metadata.Name);
            plan = Plan(entity, report, server, now);
        }
        if (plan.Ended is not null && await FindCommittedAsync(entity, server, now, cancellationToken) is { } committed)
        {
            report = committed;
            plan = Plan(entity, report, server, now);
        }
        return (plan, report);
    }

    private static RunPlan Plan(BillingEvent entity, RunReport? report, ServerReadiness server, DateTimeOffset now)
    {
        var remembered = RunStatus.Record(entity.Status ?? new BillingEventStatus(), report, entity.Spec);
        return RunPlanner.Plan(Declare(entity, remembered, server.Location), now);
    }

    /// <summary>A run that is about to be ended may have been committed, and nobody here knows of it.</summary>
    private async Task<RunCommitted?> FindCommittedAsync(
        BillingEvent entity,
        ServerReadiness server,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) =>
        entity.Status?.ActiveRun is { Location: not null } run
        && server is { Location: not null, Settings: { } settings }
            ? await supervisor.FindCommittedAsync(
                RunSpecBuilder.Build(entity, run, settings, self, now),
                settings,
                cancellationToken
            )
            : null;

    private Task<BillingEvent> WriteAsync(EventStatusInputs inputs, CancellationToken cancellationToken) =>
        writer.ApplyAsync(inputs.Event with { Status = new EventStatusBuilder(inputs).Build() }, cancellationToken);

    private static BillingEventDeclaration Declare(
        BillingEvent entity,
        BillingEventStatus remembered,
        string? location
    ) =>
        new()
        {
            Uid = entity.Metadata.Uid ?? "",
            Generation = entity.Metadata.Generation ?? 0,
            IsBeingDeleted = entity.Metadata.DeletionTimestamp is not null,
            Spec = entity.Spec,
            Status = remembered,
            RequestedAt = entity.GetAnnotation(ApiGroup.RequestedAtAnnotation),
            RequestedPeriod = entity.GetAnnotation(ApiGroup.RequestedPeriodAnnotation),
            Location = location,
        };

    /// <summary>Publishes what <see cref="ReadyReporter{TEntity}"/> does not see.</summary>
    private async Task AnnounceAsync(
        BillingEvent before,
        BillingEvent entity,
        RunPlan plan,
        RunReport? report,
        CancellationToken cancellationToken
    )
    {
        if (report is RunCommitted committed)
        {
            var summary = RunStatus.Summarize(committed);
            var type = committed.Outcome.PointerFailure is null ? EventType.Normal : EventType.Warning;
            await publish(entity, BillingEventReasons.RunCommitted, summary, type, cancellationToken);
        }
        if (report is RunFailed failed && ReadyChange.Between(before, entity)?.Now.Reason != failed.Reason)
        {
            // The same failure once more, or one that the billing server's own fault hides in Ready.
            await publish(entity, failed.Reason, failed.Message, EventType.Warning, cancellationToken);
        }
        foreach (var notice in plan.Notices)
        {
            var type = notice.IsWarning ? EventType.Warning : EventType.Normal;
            var level = notice.IsWarning ? LogLevel.Warning : LogLevel.Information;
            Log.Notice(logger, level, entity.Metadata.Name, notice.Reason, notice.Message);
            await publish(entity, notice.Reason, notice.Message, type, cancellationToken);
        }
    }

    private static partial class Log
    {
        [LoggerMessage("BillingEvent {Name}: {Reason}: {Message}")]
        public static partial void Notice(ILogger logger, LogLevel level, string name, string reason, string message);
    }
}
