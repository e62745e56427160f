using k8s;
using k8s.Models;

namespace BillingOperator.ControllerRuntime.Controllers;

/// <summary>
/// Brings the world in line with the objects of one kind. There is one instance a process; the runtime calls it for
/// many objects at once, but never for the same object twice at the same time.
/// </summary>
/// <typeparam name="TEntity">The kind.</typeparam>
public interface IEntityController<TEntity>
    where TEntity : class, IKubernetesObject<V1ObjectMeta>
{
    /// <summary>
    /// Looks at an object and does what is needed. Called after any change, after a restart and after a requeue: it must
    /// not matter how often. An exception counts as <see cref="ReconciliationResult{TEntity}.Failure"/>.
    /// </summary>
    /// <param name="entity">The newest state that the cache holds.</param>
    /// <param name="cancellationToken">Cancelled when the process has to stop now.</param>
    Task<ReconciliationResult<TEntity>> ReconcileAsync(TEntity entity, CancellationToken cancellationToken);

    /// <summary>
    /// Cleans up after an object that went away while this process was leading. Not called for objects that went away
    /// while no replica was looking.
    /// </summary>
    /// <param name="entity">The last state that was seen.</param>
    /// <param name="cancellationToken">Cancelled when the process has to stop now.</param>
    Task<ReconciliationResult<TEntity>> DeletedAsync(TEntity entity, CancellationToken cancellationToken);
}
