namespace BillingOperator.Billing.Tenants;

/// <summary>
/// Orders declarations by who was first: one that has held its id already, then the older one, and of two of the same
/// second the one whose <c>namespace/name</c> sorts first. A declaration without an age comes last.
/// </summary>
internal sealed class OldestFirstComparer : IComparer<TenantDeclaration>
{
    /// <summary>The one instance.</summary>
    public static OldestFirstComparer Instance { get; } = new();

    /// <inheritdoc/>
    public int Compare(TenantDeclaration? x, TenantDeclaration? y)
    {
        var byTenure = HasHeld(y).CompareTo(HasHeld(x));
        if (byTenure != 0)
        {
            return byTenure;
        }

        var byAge = (x?.CreatedAt ?? DateTimeOffset.MaxValue).CompareTo(y?.CreatedAt ?? DateTimeOffset.MaxValue);
        if (byAge != 0)
        {
            return byAge;
        }

        var byNamespace = string.CompareOrdinal(x?.Namespace, y?.Namespace);
        return byNamespace != 0 ? byNamespace : string.CompareOrdinal(x?.Name, y?.Name);
    }

    // An id changes hands when its holder goes, and not because somebody edits an older tenant that was refused it.
    private static bool HasHeld(TenantDeclaration? tenant) => tenant is { EstablishedId: not null, HeldBy: null };
}
