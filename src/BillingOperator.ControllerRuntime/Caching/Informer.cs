using BillingOperator.Kubernetes.Entities;
using Microsoft.Extensions.DependencyInjection;

namespace BillingOperator.ControllerRuntime.Caching;

/// <summary>A cache and the watch that feeds it.</summary>
/// <typeparam name="TEntity">The kind.</typeparam>
internal sealed class Informer<TEntity>
    where TEntity : class, IKubernetesObject<V1ObjectMeta>
{
    /// <summary>Raised after each change of the cache, in the order of the changes.</summary>
    public event Action<EntityChange<TEntity>>? Changed;

    /// <summary>Tells of a change of the cache.</summary>
    public void Publish(EntityChange<TEntity> change) => Changed?.Invoke(change);

    /// <summary>The informer of a kind; an error names the kind where its cache was not added.</summary>
    public static Informer<TEntity> Of(IServiceProvider services) =>
        services.GetService<Informer<TEntity>>()
        ?? throw new InvalidOperationException(
            $"there is no cache of {typeof(TEntity).Name}: add it with AddCache<{typeof(TEntity).Name}>()"
        );
}
