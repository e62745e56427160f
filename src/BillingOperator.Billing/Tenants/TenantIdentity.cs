namespace BillingOperator.Billing.Tenants;

/// <summary>Which identity a tenant holds.</summary>
public static class TenantIdentity
{
    /// <summary>
    /// The id that a tenant holds against others: the first one it had, so that an old tenant cannot take over another's
    /// id by an edit.
    /// </summary>
    public static string ClaimedId(this TenantDeclaration tenant) => tenant.EstablishedId ?? tenant.TenantId;

    /// <summary>Who holds each id: the oldest of those that claim it.</summary>
    public static IReadOnlyDictionary<string, TenantDeclaration> Holders(IReadOnlyCollection<TenantDeclaration> tenants)
    {
        var holders = new Dictionary<string, TenantDeclaration>(tenants.Count, StringComparer.Ordinal);
        foreach (var tenant in tenants)
        {
            if (
                !holders.TryGetValue(tenant.ClaimedId(), out var holder)
                || SeniorityComparer.Instance.Compare(tenant, holder) < 0
            )
            {
                holders[tenant.ClaimedId()] = tenant;
            }
        }
        return holders;
    }
}
