using BillingOperator.Kubernetes.Entities;
using k8s.Models;

namespace BillingOperator.Api.Tenants;

/// <summary>A tenant and its billing account ids (guide: Tenant Management page).</summary>
[KubernetesEntity(Group = ApiGroup.Name, ApiVersion = ApiGroup.Version, Kind = KubeKind, PluralName = "tenants")]
public sealed record Tenant : CustomKubernetesEntity<TenantSpec, TenantStatus>
{
    /// <summary>The kind.</summary>
    public const string KubeKind = "Tenant";
}
