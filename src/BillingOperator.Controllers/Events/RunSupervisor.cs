using System.Collections.Concurrent;
using BillingOperator.Api.Events;
using BillingOperator.Api.Reasons;
using BillingOperator.Api.Settings;
using BillingOperator.Api.Tenants;
using BillingOperator.Billing.ObjectStores;
using BillingOperator.Billing.Runs;
using BillingOperator.ControllerRuntime.Caching;
using BillingOperator.ControllerRuntime.Leading;
using BillingOperator.ControllerRuntime.Queueing;
using BillingOperator.Controllers.Metrics;
using BillingOperator.Controllers.Settings;
using BillingOperator.Controllers.Tenants;
using BillingOperator.Kubernetes;
using BillingOperator.Kubernetes.Entities;
using Microsoft.Extensions.Logging;

namespace BillingOperator.Controllers.Events;

/// <summary>
/// Carries out runs beside the controllers, which must not wait for hours: one run of an event at a time, only while this
/// replica leads. When a run ends its event is reconciled, and finds the report here.
/// </summary>
internal sealed partial class RunSupervisor(
    ClusterTenantSource source,
    IEntityCache<Tenant> tenants,
    SettingsStores stores,
    ClusterIdentitySource cluster,
    PendingReceipts receipts,
    IEntityQueue<BillingEvent> events,
    BillingMetrics metrics,
    TimeProvider time,
    ILogger<RunSupervisor> logger
) : ILeaderTask, IDisposable
{
    private static readonly TimeSpan ProgressInterval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LookPatience = TimeSpan.FromSeconds(9);

    private readonly ConcurrentDictionary<string, Supervised> _runs = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _leading = new();

    /// <summary>The report of an event's run; <see langword="null"/> where none was started here.</summary>
    public RunReport? Report(string eventName) => _runs.TryGetValue(eventName, out var run) ? run.Report : null;

    /// <summary>Starts a run, or the rest of it. There must be none of this event going on.</summary>
    /// <param name="spec">The run.</param>
    /// <param name="settings">The settings that are ready.</param>
    /// <param name="isLaterTry">Whether it was begun before, here or by a process that died.</param>
    public void Start(RunSpec spec, BillingServerSettings settings, bool isLaterTry)
    {
        var progress = new RunProgress();
        var run = new Supervised(new RunInProgress { RunId = spec.RunId, Progress = progress }, _leading.Token);
        _runs[spec.Event] = run;
        run.Task = Task.Run(() => ExecuteAsync(run, spec, settings, progress, isLaterTry), CancellationToken.None);
    }

    /// <summary>Forgets a run whose end is written down.</summary>
    public void Forget(string eventName)
    {
        if (_runs.TryRemove(eventName, out var run))
        {
            run.Dispose();
        }
    }

    /// <summary>Stops a run between two objects, and waits until it has stopped.</summary>
    /// <returns>Its report, where it had come to an end before; <see langword="null"/> where it was broken off.</returns>
    public async Task<RunReport?> StopAsync(string eventName)
    {
        if (!_runs.TryGetValue(eventName, out var run))
        {
            return null;
        }
        await run.StopAsync();
        Forget(eventName);
        return run.Report is RunInProgress ? null : run.Report;
    }

    /// <summary>
    /// Looks whether a run that is to be ended was committed before, in the last moment or by a process that died: what
    /// has a manifest counts.
    /// </summary>
    /// <param name="spec">The run.</param>
    /// <param name="settings">The settings as they are now.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns><see langword="null"/> where it was not, or nobody can tell: its place may be gone, or be closed.</returns>
    public async Task<RunCommitted?> FindCommittedAsync(
        RunSpec spec,
        BillingServerSettings settings,
        CancellationToken cancellationToken
    )
    {
        using var limit = new TimeLimit(LookPatience, time, cancellationToken);
        try
        {
            using var bucket = stores.OpenAt(settings, spec.Location!);
            var outcome = bucket is null ? null : await new BillingRun(bucket, time).FindAsync(spec, limit.Token);
            return outcome is null ? null : new RunCommitted { RunId = spec.RunId, Outcome = outcome };
        }
        catch (Exception error)
            when (error is ObjectStoreException or OperationCanceledException
                && !cancellationToken.IsCancellationRequested
            )
        {
            Log.NotFound(logger, spec.Event, spec.RunId, spec.Location!, error.Message);
            return null;
        }
    }

    /// <inheritdoc/>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var stop = cancellationToken.Register(_leading.Cancel);
        await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.WhenAll(_runs.Values.Select(run => run.Task));
    }

    /// <inheritdoc/>
    public void Dispose() => _leading.Dispose();

    private async Task ExecuteAsync(
        Supervised run,
        RunSpec spec,
        BillingServerSettings settings,
        RunProgress progress,
        bool isLaterTry
    )
    {
        var started = time.GetTimestamp();
        Log.Started(logger, spec.Event, spec.RunId, spec.Trigger, spec.Period.Id);
        await using var minute = time.CreateTimer(
            _ => Log.GoesOn(logger, spec.Event, spec.RunId, progress.Stored, progress.Expected),
            null,
            ProgressInterval,
            ProgressInterval
        );
        try
        {
            using var bucket = stores.Open(settings);
            var outcome = await new BillingRun(bucket.Store, time).ExecuteAsync(
                spec with
                {
                    ClusterUid = await ClusterUidAsync(run.Stopping),
                    TakenOver = settings.Status?.TakenOver,
                },
                source,
                progress,
                run.Stopping
            );
            metrics.CountRun(spec.Event, outcome, time.GetElapsedTime(started));
            Log.Committed(
                logger,
                spec.Event,
                spec.RunId,
                outcome.Manifest.Counts.Records,
                outcome.Manifest.Counts.Uploaded,
                outcome.Manifest.Skipped.Count
            );
            if (outcome.ListingFailure is { } denied)
            {
                Log.NotListed(logger, spec.Event, spec.RunId, denied);
            }
            if (outcome.PointerFailure is { } problem)
            {
                Log.PointerStays(logger, spec.Event, spec.RunId, problem);
            }
            if (outcome.IsAdopted)
            {
                // Another process knew its tenants; this one's cache may never have seen the newest of them.
                await source.RefreshAsync(run.Stopping);
            }
            var news = RunReceipts.ToWrite(outcome, spec, tenants);
            var undelivered = await receipts.DeliverAsync(news, run.Stopping);
            if (undelivered > 0)
            {
                Log.Undelivered(logger, spec.Event, spec.RunId, undelivered);
            }
            run.Report = new RunCommitted
            {
                RunId = spec.RunId,
                Outcome = outcome,
                IsLaterTry = isLaterTry,
                UndeliveredReceipts = undelivered,
            };
        }
        catch (Exception e)
            when (e is NotLeaderException || (e is OperationCanceledException && run.Stopping.IsCancellationRequested))
        {
            Log.Stopped(logger, spec.Event, spec.RunId);
            return;
        }
        catch (Exception error)
        {
            var failure = Failure(spec, error, progress);
            run.Report = failure;
            // A named reason needs no stack trace; anything else is a bug, and its stack trace helps to fix it.
            var unexpected = failure.Reason == BillingEventReasons.RunFailed ? error : null;
            var when = progress.Expected is { } expected
                ? $"with {progress.Stored} of {expected} records stored"
                : "before its records were counted";
            Log.Failed(logger, unexpected, spec.Event, spec.RunId, when, failure.Reason, failure.Message);
        }
        events.Add(new EntityKey(null, spec.Event));
    }

    private async Task<string?> ClusterUidAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await cluster.GetAsync(cancellationToken))?.Uid;
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TenantsUnavailableException(
                "namespace kube-system, which tells clusters apart, cannot be read",
                error
            );
        }
    }

    private RunFailed Failure(RunSpec spec, Exception error, RunProgress progress)
    {
        var (reason, permanent) = error switch
        {
            ObjectStoreException e => (e.Failure.ToString(), e.IsPermanent),
            RunIncompleteException e => (e.Failure.ToString(), e.IsPermanent),
            TenantsUnavailableException => (BillingEventReasons.TenantsUnavailable, false),
            _ => (BillingEventReasons.RunFailed, false),
        };
        return new RunFailed
        {
            RunId = spec.RunId,
            Reason = reason,
            Message = error.Message,
            IsPermanent = permanent,
            Progress = progress,
            At = time.GetUtcNow(),
        };
    }

    private sealed class Supervised(RunReport report, CancellationToken leading) : IDisposable
    {
        private readonly CancellationTokenSource _stopping = CancellationTokenSource.CreateLinkedTokenSource(leading);
        private volatile RunReport _report = report;

        public CancellationToken Stopping => _stopping.Token;

        public Task Task { get; set; } = Task.CompletedTask;

        public RunReport Report
        {
            get => _report;
            set => _report = value;
        }

        public async Task StopAsync()
        {
            await _stopping.CancelAsync();
            await Task;
        }

        public void Dispose() => _stopping.Dispose();
    }
}
