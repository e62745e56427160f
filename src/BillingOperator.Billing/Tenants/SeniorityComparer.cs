namespace BillingOperator.Billing.Tenants;

/// <summary>
/// Orders declarations by who was first: the older one, and of two of the same second the one whose
/// <c>namespace/name</c> sorts first. A declaration without an age comes last.
/// </summary>
internal sealed class SeniorityComparer : IComparer<TenantDeclaration>
{
    /// <summary>The one instance.</summary>
    public static SeniorityComparer Instance { get; } = new();

    /// <inheritdoc/>
    public int Compare(TenantDeclaration? x, TenantDeclaration? y)
    {
        var byAge = (x?.CreatedAt ?? DateTimeOffset.MaxValue).CompareTo(y?.CreatedAt ?? DateTimeOffset.MaxValue);
        if (byAge != 0)
        {
            return byAge;
        }

        var byNamespace = string.CompareOrdinal(x?.Namespace, y?.Namespace);
        return byNamespace != 0 ? byNamespace : string.CompareOrdinal(x?.Name, y?.Name);
    }
}
