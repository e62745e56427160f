using BillingOperator.ControllerRuntime.Caching;
using BillingOperator.Kubernetes.Entities;
using k8s;
using k8s.Models;

namespace BillingOperator.ControllerRuntime.Controllers;

/// <summary>How one controller runs.</summary>
/// <typeparam name="TEntity">The kind that it reconciles.</typeparam>
public sealed class ControllerOptions<TEntity>(CacheOptions<TEntity> cache)
    where TEntity : class, IKubernetesObject<V1ObjectMeta>
{
    private readonly List<Action<IServiceProvider, Action<EntityKey>>> _watches = [];

    /// <summary>How many objects are reconciled at the same time; default 1.</summary>
    public int Workers { get; set; } = 1;

    /// <summary>
    /// Whether a change from the first to the second state calls for a reconcile; default: any change does. New and
    /// deleted objects are always reconciled.
    /// </summary>
    public Func<TEntity, TEntity, bool> IsChange { get; set; } = static (_, _) => true;

    /// <summary>One namespace to look at; <see langword="null"/>, the default, for all.</summary>
    public string? Namespace
    {
        get => cache.Namespace;
        set => cache.Namespace = value;
    }

    internal IReadOnlyList<Action<IServiceProvider, Action<EntityKey>>> WatchSetups => _watches;

    /// <summary>Lets changes of another kind reconcile objects of this one. The other kind's cache must be added too.</summary>
    /// <typeparam name="TOther">The other kind.</typeparam>
    /// <param name="map">
    /// Tells from a changed object which objects of this kind are concerned; called for the state before and the state
    /// after a change, also where this process itself wrote the other object's status.
    /// </param>
    public ControllerOptions<TEntity> Watches<TOther>(Func<IServiceProvider, TOther, IEnumerable<EntityKey>> map)
        where TOther : class, IKubernetesObject<V1ObjectMeta>
    {
        _watches.Add(
            (services, enqueue) =>
            {
                var informer = Informer<TOther>.Of(services);
                informer.Changed += change => Map(services, change, enqueue);
                informer.Store.Written += change => Map(services, change, enqueue);
            }
        );
        return this;

        void Map(IServiceProvider services, EntityChange<TOther> change, Action<EntityKey> enqueue)
        {
            foreach (var state in new[] { change.Before, change.After })
            {
                if (state is null)
                {
                    continue;
                }

                foreach (var key in map(services, state))
                {
                    enqueue(key);
                }
            }
        }
    }

    /// <summary>Adds an index to the kind's cache, see <see cref="CacheOptions{TEntity}.AddIndex"/>.</summary>
    public ControllerOptions<TEntity> AddIndex(string name, Func<TEntity, string?> key)
    {
        cache.AddIndex(name, key);
        return this;
    }
}
