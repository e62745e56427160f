using BillingOperator.Kubernetes.Entities;
using k8s;
using k8s.Models;

namespace BillingOperator.ControllerRuntime.Queueing;

/// <summary>The objects of one kind that wait for their controller. A key is in it once, however often it is added.</summary>
/// <typeparam name="TEntity">The kind.</typeparam>
public interface IEntityQueue<TEntity>
    where TEntity : class, IKubernetesObject<V1ObjectMeta>
{
    /// <summary>Reconciles an object as soon as a worker is free; once more afterwards where it is being reconciled.</summary>
    void Add(EntityKey key);

    /// <summary>Reconciles an object after a delay. Of several delays for one key the earliest end counts.</summary>
    void AddAfter(EntityKey key, TimeSpan delay);
}
