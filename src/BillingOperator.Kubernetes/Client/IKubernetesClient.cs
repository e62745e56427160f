using BillingOperator.Kubernetes.Entities;
using k8s;
using k8s.Models;

namespace BillingOperator.Kubernetes.Client;

/// <summary>
/// The Kubernetes API, typed. Every call throws <see cref="KubernetesException"/> when the server refuses, and
/// <see cref="HttpRequestException"/> or <see cref="IOException"/> when it cannot be reached.
/// </summary>
public interface IKubernetesClient
{
    /// <summary>Asks the server for its version. Every authenticated user may.</summary>
    Task<VersionInfo> GetVersionAsync(CancellationToken cancellationToken);

    /// <summary>Reads one object from storage; <see langword="null"/> where there is none.</summary>
    Task<TEntity?> GetAsync<TEntity>(EntityKey key, CancellationToken cancellationToken)
        where TEntity : class, IKubernetesObject<V1ObjectMeta>;

    /// <summary>Reads one page of objects.</summary>
    Task<EntityList<TEntity>> ListAsync<TEntity>(ListOptions options, CancellationToken cancellationToken)
        where TEntity : class, IKubernetesObject<V1ObjectMeta>;

    /// <summary>Reads one page of objects.</summary>
    /// <param name="options">Which objects.</param>
    /// <param name="keep">
    /// Called with each object as soon as it is decoded; the list holds what this returns. Whoever has the same object
    /// already returns that, and the new one goes.
    /// </param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<EntityList<TEntity>> ListAsync<TEntity>(
        ListOptions options,
        Func<TEntity, TEntity> keep,
        CancellationToken cancellationToken
    )
        where TEntity : class, IKubernetesObject<V1ObjectMeta>;

    /// <summary>
    /// Follows changes until the server ends the watch (normal: go on from the last version), the connection breaks
    /// (<see cref="IOException"/>) or the server reports an error, such as 410 (<see cref="KubernetesException"/>).
    /// </summary>
    IAsyncEnumerable<WatchEvent<TEntity>> WatchAsync<TEntity>(WatchOptions options, CancellationToken cancellationToken)
        where TEntity : class, IKubernetesObject<V1ObjectMeta>;

    /// <summary>Creates an object; 409 <c>AlreadyExists</c> where it exists.</summary>
    Task<TEntity> CreateAsync<TEntity>(TEntity entity, CancellationToken cancellationToken)
        where TEntity : class, IKubernetesObject<V1ObjectMeta>;

    /// <summary>Replaces an object; 409 <c>Conflict</c> where its resource version is no longer the newest.</summary>
    Task<TEntity> UpdateAsync<TEntity>(TEntity entity, CancellationToken cancellationToken)
        where TEntity : class, IKubernetesObject<V1ObjectMeta>;

    /// <summary>
    /// Writes the status by server-side apply, forced, so that fields which this manager no longer names go away. The
    /// entity's resource version, where set, is a precondition: 409 <c>Conflict</c> where it is no longer the newest, or
    /// the object was made again. (API servers do not check the UID in a status of a custom resource.)
    /// </summary>
    /// <param name="entity">The object with the status wanted; only its identity and status are sent.</param>
    /// <param name="fieldManager">A stable name of the writer; at most 128 characters.</param>
    /// <param name="cancellationToken">Gives up the call; the server may have done the work all the same.</param>
    /// <returns>The object as it is now, for a cache: without what lists and watches leave out.</returns>
    Task<TEntity> ApplyStatusAsync<TEntity>(TEntity entity, string fieldManager, CancellationToken cancellationToken)
        where TEntity : class, IKubernetesObject<V1ObjectMeta>;

    /// <summary>Sets annotations of an object by a merge patch; everything else of it stays.</summary>
    /// <param name="key">The object; 404 where there is none.</param>
    /// <param name="annotations">The annotations to set.</param>
    /// <param name="fieldManager">A stable name of the writer; at most 128 characters.</param>
    /// <param name="cancellationToken">Gives up the call; the server may have done the work all the same.</param>
    Task<TEntity> AnnotateAsync<TEntity>(
        EntityKey key,
        IReadOnlyDictionary<string, string> annotations,
        string fieldManager,
        CancellationToken cancellationToken
    )
        where TEntity : class, IKubernetesObject<V1ObjectMeta>;

    /// <summary>Deletes an object; does nothing where there is none.</summary>
    Task DeleteAsync<TEntity>(EntityKey key, CancellationToken cancellationToken)
        where TEntity : class, IKubernetesObject<V1ObjectMeta>;
}
