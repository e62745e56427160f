using k8s;
using k8s.Models;

namespace BillingOperator.ControllerRuntime.Writing;

/// <summary>Hears of every status that this process writes. Registered as a service.</summary>
/// <typeparam name="TEntity">The kind.</typeparam>
public interface IStatusObserver<in TEntity>
    where TEntity : class, IKubernetesObject<V1ObjectMeta>
{
    /// <summary>A status was written. Must be quick, and not throw.</summary>
    /// <param name="before">The object with the status that it had.</param>
    /// <param name="after">The object with its new status.</param>
    void OnWritten(TEntity before, TEntity after);
}
