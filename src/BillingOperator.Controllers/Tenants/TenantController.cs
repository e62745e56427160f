using BillingOperator.Api.Tenants;
using BillingOperator.Billing.Tenants;
using BillingOperator.ControllerRuntime.Caching;
using BillingOperator.ControllerRuntime.Controllers;
using BillingOperator.ControllerRuntime.Queueing;
using BillingOperator.ControllerRuntime.Writing;
using BillingOperator.Kubernetes.Entities;

namespace BillingOperator.Controllers.Tenants;

/// <summary>Says of every tenant whether it is well declared, and which of its records is in the bucket.</summary>
internal sealed class TenantController(
    IEntityCache<Tenant> tenants,
    IEntityQueue<Tenant> queue,
    IStatusWriter<Tenant> writer,
    PendingReceipts receipts,
    UploadTargets targets,
    TimeProvider time
) : IEntityController<Tenant>
{
    /// <summary>Name of the index by the tenant id that a tenant claims.</summary>
    public const string ByTenantId = "tenantId";

    /// <inheritdoc/>
    public async Task<ReconciliationResult<Tenant>> ReconcileAsync(Tenant entity, CancellationToken cancellationToken)
    {
        var key = EntityKey.Of(entity);
        var declaration = TenantObjects.Declare(entity);
        var namesakes = tenants.ByIndex(ByTenantId, declaration.ClaimedId());
        var state = TenantState.Among(declaration, namesakes.Select(TenantObjects.Declare));
        var pending = receipts.PendingFor(key);
        var inputs = new TenantStatusInputs
        {
            Tenant = entity,
            State = state,
            Pending = pending,
            Targets = targets.Of(entity),
            Now = time.GetUtcNow(),
        };

        var written = await WriteAsync(
            entity with
            {
                Status = new TenantStatusBuilder(inputs).Build(),
            },
            cancellationToken
        );
        receipts.Acknowledge(key, pending);
        if (!ReferenceEquals(written, entity) && written.Metadata.ResourceVersion != entity.Metadata.ResourceVersion)
        {
            Reconsider(namesakes, key);
        }
        return ReconciliationResult<Tenant>.Success(written);
    }

    /// <inheritdoc/>
    public Task<ReconciliationResult<Tenant>> DeletedAsync(Tenant entity, CancellationToken cancellationToken)
    {
        var key = EntityKey.Of(entity);
        receipts.Drop(key);
        Reconsider(tenants.ByIndex(ByTenantId, TenantObjects.Declare(entity).ClaimedId()), key);
        return Task.FromResult(ReconciliationResult<Tenant>.Success(entity));
    }

    private async Task<Tenant> WriteAsync(Tenant wanted, CancellationToken cancellationToken)
    {
        try
        {
            return await writer.ApplyAsync(wanted, cancellationToken);
        }
        catch (StatusRefusedException)
        {
            receipts.Refuse(EntityKey.Of(wanted)); // The run of all must not wait for it.
            throw;
        }
    }

    // Whether a tenant holds its id depends on the others that claim it.
    private void Reconsider(IReadOnlyList<Tenant> namesakes, EntityKey except)
    {
        foreach (var key in namesakes.Select(EntityKey.Of).Where(key => key != except))
        {
            queue.Add(key);
        }
    }
}
