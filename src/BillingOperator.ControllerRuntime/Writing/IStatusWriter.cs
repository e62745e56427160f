using BillingOperator.ControllerRuntime.Leading;
using k8s;
using k8s.Models;

namespace BillingOperator.ControllerRuntime.Writing;

/// <summary>Writes the status of objects, and only where it differs.</summary>
/// <typeparam name="TEntity">The kind.</typeparam>
public interface IStatusWriter<TEntity>
    where TEntity : class, IKubernetesObject<V1ObjectMeta>
{
    /// <summary>
    /// Makes the server hold a status, by server-side apply. Nothing is sent where the cached object has it already. The
    /// answer goes to the cache at once, so that the next read sees it and the write causes no second reconcile.
    /// </summary>
    /// <param name="entity">The cached object with the status wanted.</param>
    /// <param name="cancellationToken">Gives up the call; the server may have done the work all the same.</param>
    /// <returns>The object as it is now; the entity itself where the object is gone, and nothing was sent.</returns>
    /// <exception cref="KubernetesException">
    /// The server fails; <see cref="KubernetesException.IsConflict"/> where the object changed meanwhile. A controller
    /// lets that pass: it is called again with fresh state.
    /// </exception>
    /// <exception cref="StatusRefusedException">The server does not take this status. A controller lets that pass too.</exception>
    /// <exception cref="NotLeaderException">This process holds the lease no longer. A controller lets that pass too.</exception>
    Task<TEntity> ApplyAsync(TEntity entity, CancellationToken cancellationToken);
}
