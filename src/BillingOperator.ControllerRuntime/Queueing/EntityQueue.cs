using BillingOperator.ControllerRuntime.Metrics;
using BillingOperator.Kubernetes.Entities;
using k8s;
using k8s.Models;

namespace BillingOperator.ControllerRuntime.Queueing;

/// <summary>The work queue of one kind.</summary>
/// <typeparam name="TEntity">The kind.</typeparam>
internal sealed class EntityQueue<TEntity>(TimeProvider time, RuntimeMetrics metrics)
    : IEntityQueue<TEntity>,
        IDisposable
    where TEntity : class, IKubernetesObject<V1ObjectMeta>
{
    /// <summary>The queue behind it.</summary>
    public WorkQueue Keys { get; } = new(EntityType<TEntity>.ControllerName, time, metrics);

    /// <inheritdoc/>
    public void Add(EntityKey key) => Keys.Add(key);

    /// <inheritdoc/>
    public void AddAfter(EntityKey key, TimeSpan delay) => Keys.AddAfter(key, delay);

    /// <inheritdoc/>
    public void Dispose() => Keys.Dispose();
}
