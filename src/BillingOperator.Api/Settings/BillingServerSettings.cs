using BillingOperator.Kubernetes.Entities;
using k8s.Models;

namespace BillingOperator.Api.Settings;

/// <summary>The billing server: an S3 bucket and how to reach it (guide: Global Settings page).</summary>
[KubernetesEntity(
    Group = ApiGroup.Name,
    ApiVersion = ApiGroup.Version,
    Kind = KubeKind,
    PluralName = "billingserversettings"
)]
[EntityScope(EntityScope.Cluster)]
public sealed record BillingServerSettings
    : CustomKubernetesEntity<BillingServerSettingsSpec, BillingServerSettingsStatus>
{
    /// <summary>The kind.</summary>
    public const string KubeKind = "BillingServerSettings";
}
