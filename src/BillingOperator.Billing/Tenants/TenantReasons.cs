namespace BillingOperator.Billing.Tenants;

/// <summary>Why a tenant is or is not ready, as conditions and manifests say it.</summary>
public static class TenantReasons
{
    /// <summary>The tenant is valid and billable.</summary>
    public const string Billable = "Billable";

    /// <summary>The tenant is valid and not billable.</summary>
    public const string NotBillable = "NotBillable";

    /// <summary>A field breaks a rule.</summary>
    public const string Invalid = "Invalid";

    /// <summary>An older tenant has the same tenant id.</summary>
    public const string DuplicateTenantId = "DuplicateTenantId";
}
