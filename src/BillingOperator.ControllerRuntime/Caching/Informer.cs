using BillingOperator.ControllerRuntime.Metrics;
using BillingOperator.Kubernetes.Client;
using k8s;
using k8s.Models;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace BillingOperator.ControllerRuntime.Caching;

/// <summary>A cache, the reflector that feeds it, and those who want to hear of changes.</summary>
/// <typeparam name="TEntity">The kind.</typeparam>
internal sealed partial class Informer<TEntity> : IInformer
    where TEntity : class, IKubernetesObject<V1ObjectMeta>
{
    private readonly TaskCompletionSource _synced = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Reflector<TEntity> _reflector;
    private readonly ILogger _logger;

    /// <summary>Makes an informer; it does nothing before <see cref="RunAsync"/>.</summary>
    public Informer(
        EntityStore<TEntity> store,
        IKubernetesClient client,
        StreamingLists streamingLists,
        CacheOptions<TEntity> cacheOptions,
        OperatorOptions operatorOptions,
        TimeProvider time,
        RuntimeMetrics metrics,
        ILogger<Informer<TEntity>> logger
    )
    {
        Store = store;
        _logger = logger;
        var source = new EntitySource<TEntity>(
            client,
            streamingLists,
            cacheOptions.Namespace,
            store.Known,
            operatorOptions.WatchTimeout,
            metrics
        );
        _reflector = new Reflector<TEntity>(store, source, Publish, time, logger);
        metrics.ObserveWatch(Kind, () => Silence);
    }

    /// <summary>Raised after each change of the cache, in the order of the changes. Must be quick.</summary>
    public event Action<EntityChange<TEntity>>? Changed;

    /// <summary>The cache.</summary>
    public EntityStore<TEntity> Store { get; }

    /// <inheritdoc/>
    public string Kind => EntityType<TEntity>.Kind;

    /// <inheritdoc/>
    public Task Synced => _synced.Task;

    /// <inheritdoc/>
    public TimeSpan Silence => _reflector.Silence;

    /// <summary>The informer of a kind; an error names the kind where its cache was not added.</summary>
    public static Informer<TEntity> Of(IServiceProvider services) =>
        services.GetService<Informer<TEntity>>()
        ?? throw new InvalidOperationException(
            $"there is no cache of {typeof(TEntity).Name}: add it with AddCache<{typeof(TEntity).Name}>()"
        );

    /// <inheritdoc/>
    public Task RunAsync(CancellationToken cancellationToken) => _reflector.RunAsync(cancellationToken);

    private void Publish(IReadOnlyList<EntityChange<TEntity>> changes)
    {
        foreach (var change in changes)
        {
            foreach (var handler in Delegate.EnumerateInvocationList(Changed))
            {
                try
                {
                    handler(change);
                }
                catch (Exception e)
                {
                    // A fault in one controller's mapping must not stop the watch for the others.
                    var metadata = (change.After ?? change.Before)!.Metadata;
                    Log.HandlerFailed(_logger, e, Kind, metadata.NamespaceProperty, metadata.Name);
                }
            }
        }

        if (Store.HasSynced)
        {
            _synced.TrySetResult();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "{Kind} {Namespace}/{Name}: a change could not be passed on")]
        public static partial void HandlerFailed(
            ILogger logger,
            Exception e,
            string kind,
            string? @namespace,
            string name
        );
    }
}
