using System.Text.Json.Serialization;
using BillingOperator.Kubernetes.Entities;
using k8s.Models;

namespace BillingOperator.Api.Tenants;

/// <summary>What the operator saw of a tenant.</summary>
public sealed record TenantStatus
{
    /// <summary>The generation of the spec that was looked at.</summary>
    public long? ObservedGeneration { get; init; }

    /// <summary>The identity under which the operator first saw the tenant: it stays, whatever the spec says later.</summary>
    public string? TenantId { get; init; }

    /// <summary>
    /// Who held the tenant id when this tenant was found to be a duplicate: where the holder was of another namespace, only an
    /// edit of the spec takes the id over. Absent where the tenant holds its id.
    /// </summary>
    public TenantIdHolder? TenantIdHeldBy { get; init; }

    /// <summary><c>Ready</c> and <c>Uploaded</c>; <c>Stalled</c> while the tenant is invalid.</summary>
    public IReadOnlyList<V1Condition>? Conditions { get; init; }

    /// <summary>The newest billing period of which there is a receipt.</summary>
    [JsonConverter(typeof(RepeatedStringConverter))]
    public string? BillingPeriod { get; init; }

    /// <summary>The receipts: for each event that uploaded the tenant, those of the three newest billing periods.</summary>
    public IReadOnlyList<UploadReceipt>? Uploads { get; init; }
}
