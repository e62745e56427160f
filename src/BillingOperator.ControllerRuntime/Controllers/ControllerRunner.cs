using System.Collections.Concurrent;
using BillingOperator.ControllerRuntime.Caching;
using BillingOperator.ControllerRuntime.Leading;
using BillingOperator.ControllerRuntime.Metrics;
using BillingOperator.ControllerRuntime.Queueing;
using BillingOperator.ControllerRuntime.Writing;
using BillingOperator.Kubernetes.Entities;
using k8s;
using k8s.Models;
using Microsoft.Extensions.Logging;

namespace BillingOperator.ControllerRuntime.Controllers;

/// <summary>The workers of one controller.</summary>
/// <typeparam name="TEntity">The kind.</typeparam>
internal sealed partial class ControllerRunner<TEntity>(
    IEntityController<TEntity> controller,
    ControllerOptions<TEntity> options,
    Informer<TEntity> informer,
    EntityQueue<TEntity> queue,
    StatusRefusals refusals,
    IServiceProvider services,
    TimeProvider time,
    RuntimeMetrics metrics,
    ILogger<ControllerRunner<TEntity>> logger
) : IControllerRunner
    where TEntity : class, IKubernetesObject<V1ObjectMeta>
{
    private static readonly KeyValuePair<string, object?> Label = new("controller", EntityType<TEntity>.ControllerName);

    /// <summary>Whoever wants to be called again at once, for ever, must not keep a processor busy with it.</summary>
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(100);
    private static readonly string[] Results = ["success", "requeue", "requeue_after", "error"];

    private readonly ConcurrentDictionary<EntityKey, TEntity> _deleted = [];
    private volatile bool _running;

    /// <inheritdoc/>
    public void Attach()
    {
        informer.Changed += OnChanged;
        foreach (var watch in options.WatchSetups)
        {
            watch(services, Enqueue);
        }

        // A counter that only appears with its first error hides that error from a rate.
        metrics.ReconcileErrors.Add(0, Label);
        metrics.TerminalErrors.Add(0, Label);
        foreach (var result in Results)
        {
            metrics.Reconciles.Add(0, Label, new("result", result));
        }
    }

    /// <inheritdoc/>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        // A standby ignores changes, or its queue would grow for as long as it stands by; so first all objects are due.
        _running = true;
        foreach (var entity in informer.Store.List())
        {
            queue.Add(EntityKey.Of(entity));
        }

        metrics.MaxWorkers.Add(options.Workers, Label);
        await Task.WhenAll(
            Enumerable.Range(0, options.Workers).Select(_ => Task.Run(() => WorkAsync(cancellationToken), default))
        );
        metrics.MaxWorkers.Add(-options.Workers, Label);
    }

    /// <inheritdoc/>
    public Task StopAsync() => queue.Keys.StopAsync();

    private void OnChanged(EntityChange<TEntity> change)
    {
        var (before, after) = change;
        if (!_running || (before is not null && after is not null && !options.IsChange(before, after)))
        {
            return;
        }

        var key = EntityKey.Of((after ?? before)!);
        if (before is not null && before.Metadata.Uid != after?.Metadata.Uid)
        {
            // Also where another object of the same name has taken its place.
            _deleted[key] = before;
        }

        queue.Add(key);
    }

    private void Enqueue(EntityKey key)
    {
        if (_running)
        {
            queue.Add(key);
        }
    }

    private async Task WorkAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (await queue.Keys.TakeAsync(cancellationToken) is { } key)
            {
                try
                {
                    await ProcessAsync(key, cancellationToken);
                }
                finally
                {
                    queue.Keys.Done(key);
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The host knows: it has cancelled.
        }
    }

    private async Task ProcessAsync(EntityKey key, CancellationToken cancellationToken)
    {
        if (_deleted.TryGetValue(key, out var gone))
        {
            if (!await SettleAsync(gone, controller.DeletedAsync, cancellationToken))
            {
                return;
            }

            _deleted.TryRemove(new(key, gone));
        }

        if (informer.Store.Get(key) is { } entity)
        {
            await SettleAsync(entity, controller.ReconcileAsync, cancellationToken);
        }
        else
        {
            refusals.Clear(EntityType<TEntity>.Kind, key);
            queue.Keys.Forget(key);
        }
    }

    /// <summary>Calls the controller and does what it says.</summary>
    /// <returns>Whether no call is due any more unless something changes.</returns>
    private async Task<bool> SettleAsync(
        TEntity entity,
        Func<TEntity, CancellationToken, Task<ReconciliationResult<TEntity>>> call,
        CancellationToken cancellationToken
    )
    {
        var started = time.GetTimestamp();
        metrics.ActiveWorkers.Add(1, Label);
        try
        {
            return Settle(await call(entity, cancellationToken));
        }
        catch (KubernetesException e) when (e.IsConflict)
        {
            Count("requeue");
            Log.Conflict(logger, EntityType<TEntity>.Kind, EntityKey.Of(entity));
            queue.Keys.RetrySoon(EntityKey.Of(entity));
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            // Whatever the controller makes of being cancelled is no failure of its own.
        }
        catch (NotLeaderException)
        {
            // The host is about to stop.
            Log.NotLeader(logger, EntityType<TEntity>.Kind, EntityKey.Of(entity));
        }
        catch (StatusRefusedException e)
        {
            Count("error");
            metrics.ReconcileErrors.Add(1, Label);
            var key = EntityKey.Of(entity);
            var delay = queue.Keys.Retry(key);
            Log.Refused(logger, EntityType<TEntity>.Kind, key, delay, e.Message);
        }
        catch (Exception e)
        {
            return Settle(ReconciliationResult<TEntity>.Failure(entity, e.Message, e));
        }
        finally
        {
            metrics.ActiveWorkers.Add(-1, Label);
            metrics.ReconcileTime.Record(time.GetElapsedTime(started).TotalSeconds, Label);
        }

        return false;
    }

    private bool Settle(ReconciliationResult<TEntity> result)
    {
        var key = EntityKey.Of(result.Entity);
        var kind = EntityType<TEntity>.Kind;
        switch (result.Outcome)
        {
            case ReconciliationOutcome.Failure:
                Count("error");
                metrics.ReconcileErrors.Add(1, Label);
                var delay = Postpone(key, result.RequeueAfter);
                Log.Failed(logger, result.Error, kind, key, delay, result.Message);
                return false;
            case ReconciliationOutcome.Terminal:
                Count("error");
                metrics.ReconcileErrors.Add(1, Label);
                metrics.TerminalErrors.Add(1, Label);
                queue.Keys.Forget(key);
                Log.Terminal(logger, kind, key, result.Message);
                return true;
            case ReconciliationOutcome.Success when result.RequeueAfter is { } again:
                Count("requeue_after");
                queue.Keys.Forget(key);
                queue.AddAfter(key, again > ShortestPause ? again : ShortestPause);
                return false;
            default:
                Count("success");
                queue.Keys.Forget(key);
                return true;
        }
    }

    private TimeSpan Postpone(EntityKey key, TimeSpan? asked)
    {
        if (asked is not { } delay)
        {
            return queue.Keys.Retry(key);
        }

        delay = delay > ShortestPause ? delay : ShortestPause;
        queue.AddAfter(key, delay);
        return delay;
    }

    private void Count(string result) => metrics.Reconciles.Add(1, Label, new("result", result));

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "{Kind} {Object} failed, next try in {Delay}: {Reason}")]
        public static partial void Failed(
            ILogger logger,
            Exception? e,
            string kind,
            EntityKey @object,
            TimeSpan delay,
            string? reason
        );

        [LoggerMessage(LogLevel.Warning, "{Kind} {Object} cannot work before it changes: {Reason}")]
        public static partial void Terminal(ILogger logger, string kind, EntityKey @object, string? reason);

        [LoggerMessage(LogLevel.Debug, "{Kind} {Object}, next try in {Delay}: {Reason}")]
        public static partial void Refused(
            ILogger logger,
            string kind,
            EntityKey @object,
            TimeSpan delay,
            string reason
        );

        [LoggerMessage(LogLevel.Debug, "{Kind} {Object} changed meanwhile, trying again from its new state")]
        public static partial void Conflict(ILogger logger, string kind, EntityKey @object);

        [LoggerMessage(LogLevel.Debug, "{Kind} {Object} was not written: the lease is not held any more")]
        public static partial void NotLeader(ILogger logger, string kind, EntityKey @object);
    }
}
