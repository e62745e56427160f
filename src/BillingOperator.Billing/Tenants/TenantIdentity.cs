namespace BillingOperator.Billing.Tenants;

/// <summary>Which identity a tenant holds.</summary>
public static class TenantIdentity
{
    /// <summary>
    /// The id that a tenant holds against others: the first one it had, so that an old tenant cannot take over another's
    /// id by an edit.
    /// </summary>
    public static string ClaimedId(this TenantDeclaration tenant) => tenant.EstablishedId ?? tenant.TenantId;

    /// <summary>
    /// Whether a tenant may hold its id. Not while it is being deleted; and where the id was that of a tenant of another
    /// namespace, not before somebody edits its spec.
    /// </summary>
    public static bool MayHold(this TenantDeclaration tenant) =>
        !tenant.IsBeingDeleted
        && !(
            tenant.HeldBy is { } holder
            && holder.Namespace != tenant.Namespace
            && holder.ObservedGeneration == tenant.Generation
        );

    /// <summary>Who holds an id: of those that claim it and may hold it, the one that held it before, or else the oldest.</summary>
    /// <param name="claimants">All declarations with that <see cref="ClaimedId"/>.</param>
    /// <returns><see langword="null"/> where none may hold it.</returns>
    public static TenantDeclaration? HolderAmong(IEnumerable<TenantDeclaration> claimants) =>
        claimants.Where(MayHold).Min(OldestFirstComparer.Instance);

    /// <summary>Who holds each id that anybody holds.</summary>
    public static IReadOnlyDictionary<string, TenantDeclaration> Holders(IReadOnlyCollection<TenantDeclaration> tenants)
    {
        var holders = new Dictionary<string, TenantDeclaration>(tenants.Count, StringComparer.Ordinal);
        foreach (var tenant in tenants.Where(MayHold))
        {
            if (
                !holders.TryGetValue(tenant.ClaimedId(), out var holder)
                || OldestFirstComparer.Instance.Compare(tenant, holder) < 0
            )
            {
                holders[tenant.ClaimedId()] = tenant;
            }
        }
        return holders;
    }

    /// <summary>
    /// Outside a cluster nothing says which of two tenants had their id first, and billing the wrong one would be worse than
    /// billing none: each stands in the way of the other.
    /// </summary>
    /// <param name="tenants">All declarations.</param>
    /// <param name="holders">Who would hold each id.</param>
    /// <returns>For each such id the first who claims it beside its holder.</returns>
    public static IReadOnlyDictionary<string, TenantDeclaration> Rivals(
        IReadOnlyCollection<TenantDeclaration> tenants,
        IReadOnlyDictionary<string, TenantDeclaration> holders
    )
    {
        var rivals = new Dictionary<string, TenantDeclaration>(StringComparer.Ordinal);
        foreach (var tenant in tenants.Where(MayHold))
        {
            var holder = holders[tenant.ClaimedId()];
            if (!ReferenceEquals(tenant, holder) && tenant.CreatedAt is null && holder.CreatedAt is null)
            {
                rivals.TryAdd(tenant.ClaimedId(), tenant);
            }
        }
        return rivals;
    }
}
