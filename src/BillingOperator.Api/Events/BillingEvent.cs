using BillingOperator.Kubernetes.Entities;
using k8s.Models;

namespace BillingOperator.Api.Events;

/// <summary>The billing process (guide: Global Events page).</summary>
[KubernetesEntity(Group = ApiGroup.Name, ApiVersion = ApiGroup.Version, Kind = KubeKind, PluralName = "billingevents")]
[EntityScope(EntityScope.Cluster)]
public sealed record BillingEvent : CustomKubernetesEntity<BillingEventSpec, BillingEventStatus>
{
    /// <summary>The kind.</summary>
    public const string KubeKind = "BillingEvent";
}
