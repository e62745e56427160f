using BillingOperator.Api.Tenants;
using BillingOperator.Billing.Tenants;
using k8s.Models;

namespace BillingOperator.Controllers.Tenants;

/// <summary>From the objects of a cluster to what they declare.</summary>
public static class TenantObjects
{
    /// <summary>What a tenant object declares.</summary>
    public static TenantDeclaration Declare(Tenant tenant) =>
        new()
        {
            Namespace = tenant.Namespace() ?? "",
            Name = tenant.Metadata.Name,
            Uid = tenant.Metadata.Uid,
            Spec = tenant.Spec,
            Labels = tenant.Metadata.Labels?.AsReadOnly(),
            Generation = tenant.Metadata.Generation,
            CreatedAt = tenant.Metadata.CreationTimestamp,
            EstablishedId = tenant.Status?.TenantId,
            HeldBy = tenant.Status?.TenantIdHeldBy,
            IsBeingDeleted = tenant.Metadata.DeletionTimestamp is not null,
        };
}
