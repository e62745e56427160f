using BillingOperator.Kubernetes.Entities;

namespace BillingOperator.Api.Tenants;

/// <summary>What the operator saw of a tenant.</summary>
public sealed record TenantStatus
{
    /// <summary>The generation of the spec that was looked at.</summary>
    public long? ObservedGeneration { get; init; }

    /// <summary>The identity under which the operator first saw the tenant: it stays, whatever the spec says later.</summary>
    public string? TenantId { get; init; }

    /// <summary><c>Ready</c> and <c>Uploaded</c>; <c>Stalled</c> while the tenant is invalid.</summary>
    public IReadOnlyList<V1Condition>? Conditions { get; init; }

    /// <summary>The receipts: one for each event that uploaded the tenant.</summary>
    public IReadOnlyList<UploadReceipt>? Uploads { get; init; }
}
