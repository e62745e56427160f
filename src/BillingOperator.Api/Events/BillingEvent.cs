using BillingOperator.Kubernetes.Entities;

namespace BillingOperator.Api.Events;

/// <summary>The billing process (guide: Global Events page).</summary>
[KubernetesEntity(
    Group = ApiGroup.Name,
    ApiVersion = ApiGroup.Version,
    Kind = KubeKind,
    PluralName = "billingevents",
    Namespaced = false
)]
public sealed record BillingEvent : CustomKubernetesEntity<BillingEventSpec, BillingEventStatus>
{
    /// <summary>The kind.</summary>
    public const string KubeKind = "BillingEvent";
}
