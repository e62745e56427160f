using System.Text.Json.Serialization;
using BillingOperator.Kubernetes.Entities;

namespace BillingOperator.Api.Tenants;

/// <summary>
/// The billing fields of the guide's Tenant Management page. Absent, <see langword="null"/> and <c>""</c> all mean blank.
/// </summary>
public sealed record TenantBilling
{
    /// <summary><see cref="Billable.PureConnect"/> or <see cref="Billable.NotBillable"/>, the default.</summary>
    [JsonConverter(typeof(RepeatedStringConverter))]
    public string? Billable { get; init; }

    /// <summary><see cref="Deployment.Cloud"/> or <see cref="Deployment.OnPremises"/>; required when billable.</summary>
    [JsonConverter(typeof(RepeatedStringConverter))]
    public string? Deployment { get; init; }

    /// <summary>Tier 1 account id; cloud tenants need it, on premises it stays blank.</summary>
    public string? Tier1AccountId { get; init; }

    /// <summary>Tier 2 account id; cloud tenants need it, on premises it stays blank.</summary>
    public string? Tier2AccountId { get; init; }

    /// <summary>Tier 3 account id; cloud tenants need it, on premises it stays blank.</summary>
    public string? Tier3AccountId { get; init; }

    /// <summary>External id; cloud tenants need it, on premises it stays blank.</summary>
    public string? ExternalId { get; init; }

    /// <summary>Source id; cloud tenants need it, on premises it stays blank.</summary>
    public string? SourceId { get; init; }
}
