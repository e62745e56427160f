using BillingOperator.ControllerRuntime.Caching;
using BillingOperator.ControllerRuntime.Hosting;
using BillingOperator.ControllerRuntime.Leading;
using BillingOperator.Kubernetes.Client;
using BillingOperator.Kubernetes.Entities;

namespace BillingOperator.ControllerRuntime.Writing;

/// <inheritdoc/>
internal sealed class StatusWriter<TEntity>(
    EntityStore<TEntity> store,
    IKubernetesClient client,
    ILeadership leadership,
    StatusJson json,
    OperatorOptions options
) : IStatusWriter<TEntity>
    where TEntity : class, IKubernetesObject<V1ObjectMeta>
{
    /// <inheritdoc/>
    public async Task<TEntity> ApplyAsync(TEntity entity, CancellationToken cancellationToken)
    {
        var cached = store.Get(EntityKey.Of(entity));
        if (cached is null || cached.Metadata.Uid != entity.Metadata.Uid)
        {
            return entity;
        }

        if (json.AreEqual(cached, entity))
        {
            return cached;
        }

        if (!leadership.IsLeader)
        {
            throw new NotLeaderException();
        }

        var written = await client.ApplyStatusAsync(entity, options.Name, cancellationToken);
        store.WriteThrough(entity, written);
        return written;
    }
}
