namespace BillingOperator.Billing.Tenants;

/// <summary>Which identity a tenant holds.</summary>
public static class TenantIdentity
{
    /// <summary>
    /// The id that a tenant holds against others: the first one it had, so that an old tenant cannot take over another's
    /// id by an edit.
    /// </summary>
    public static string ClaimedId(this TenantDeclaration tenant) => tenant.EstablishedId ?? tenant.TenantId;
}
