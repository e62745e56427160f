using BillingOperator.ControllerRuntime.Caching;
using BillingOperator.ControllerRuntime.Leading;
using BillingOperator.Kubernetes.Client;
using BillingOperator.Kubernetes.Entities;
using k8s;
using k8s.Models;

namespace BillingOperator.ControllerRuntime.Writing;

/// <inheritdoc/>
internal sealed class StatusWriter<TEntity>(
    EntityStore<TEntity> store,
    IKubernetesClient client,
    ILeadership leadership,
    StatusJson json,
    StatusRefusals refusals,
    IEnumerable<IStatusObserver<TEntity>> observers,
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

        var key = EntityKey.Of(entity);
        if (json.AreEqual(cached, entity))
        {
            refusals.Clear(EntityType<TEntity>.Kind, key);
            return cached;
        }

        if (!leadership.IsLeader)
        {
            throw new NotLeaderException();
        }

        try
        {
            var written = await client.ApplyStatusAsync(entity, options.Name, cancellationToken);
            if (EntityKey.Of(written) != key)
            {
                throw new HttpRequestException(
                    HttpRequestError.InvalidResponse,
                    $"the server answered to the status of {key} with something else: is a proxy in between?"
                );
            }

            refusals.Clear(EntityType<TEntity>.Kind, key);
            store.WriteThrough(entity, written);
            foreach (var observer in observers)
            {
                observer.OnWritten(cached, written);
            }

            return written;
        }
        catch (KubernetesException e) when (StatusRefusals.IsRefusal(e))
        {
            refusals.Note(EntityType<TEntity>.Kind, key, e);
            throw new StatusRefusedException(e);
        }
    }
}
