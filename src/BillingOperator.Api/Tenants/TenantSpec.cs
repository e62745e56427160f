namespace BillingOperator.Api.Tenants;

/// <summary>What the tenant's administrator declares.</summary>
public sealed record TenantSpec
{
    /// <summary>Name for people; 1–256 characters.</summary>
    public string? DisplayName { get; init; }

    /// <summary>Identity in the bucket, unique in the cluster, immutable; the object's name where absent.</summary>
    public string? TenantId { get; init; }

    /// <summary>The billing fields; absent means not billable.</summary>
    public TenantBilling? Billing { get; init; }
}
