using BillingOperator.Kubernetes.Entities;
using k8s;
using k8s.Models;

namespace BillingOperator.ControllerRuntime.Caching;

/// <summary>
/// All objects of one kind, kept up to date by a watch. Only <see cref="RefreshAsync"/> reaches the API server. The
/// objects are shared: they are immutable, and nobody copies them.
/// </summary>
/// <typeparam name="TEntity">The kind.</typeparam>
public interface IEntityCache<TEntity>
    where TEntity : class, IKubernetesObject<V1ObjectMeta>
{
    /// <summary>Whether the first list is in. Before that the cache is empty. Controllers run after it.</summary>
    bool HasSynced { get; }

    /// <summary>How many objects there are.</summary>
    int Count { get; }

    /// <summary>One object; <see langword="null"/> where there is none.</summary>
    TEntity? Get(EntityKey key);

    /// <summary>All objects as they were at one moment, in no order. Cheap while nothing changes.</summary>
    IReadOnlyList<TEntity> List();

    /// <summary>All objects for which an index has a value, as they were at one moment, in no order.</summary>
    /// <param name="index">The name given to <see cref="CacheOptions{TEntity}.AddIndex"/>.</param>
    /// <param name="value">The value looked for.</param>
    /// <exception cref="ArgumentException">There is no such index.</exception>
    IReadOnlyList<TEntity> ByIndex(string index, string value);

    /// <summary>
    /// Makes the cache hold what the server knows now, by a list of all objects from its memory: a watch may be late, or be
    /// broken without anybody noticing. For what must not miss a change that was made just before.
    /// </summary>
    /// <exception cref="KubernetesException">The server refuses the list.</exception>
    /// <exception cref="HttpRequestException">The server cannot be reached; the cache goes on trying.</exception>
    Task RefreshAsync(CancellationToken cancellationToken);
}
