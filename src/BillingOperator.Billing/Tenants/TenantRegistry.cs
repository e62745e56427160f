namespace BillingOperator.Billing.Tenants;

/// <summary>
/// Knows who holds which tenant id while tenants come, change and go. A call costs no more than the few tenants with
/// the same id. Safe to use from several threads.
/// </summary>
public sealed class TenantRegistry
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Namespace, string Name), TenantDeclaration> _tenants = [];
    private readonly Dictionary<string, SortedSet<TenantDeclaration>> _claims = new(StringComparer.Ordinal);

    /// <summary>Takes in a new or changed tenant.</summary>
    /// <returns>The other tenants that have to be judged again, as an id has got another holder; mostly none.</returns>
    public IReadOnlyList<TenantDeclaration> Set(TenantDeclaration tenant) =>
        Replace((tenant.Namespace, tenant.Name), tenant);

    /// <summary>Forgets a deleted tenant; one that is not known is no error.</summary>
    /// <returns>The other tenants that have to be judged again, as an id has got another holder; mostly none.</returns>
    public IReadOnlyList<TenantDeclaration> Remove(string @namespace, string name) => Replace((@namespace, name), null);

    /// <summary>Judges a tenant, known or not, among those that are known.</summary>
    public TenantStanding Judge(TenantDeclaration tenant)
    {
        lock (_lock)
        {
            var holder = HolderOf(tenant.TenantId);
            return TenantStanding.Of(
                tenant,
                holder is null || SeniorityComparer.Instance.Compare(tenant, holder) < 0 ? tenant : holder
            );
        }
    }

    private List<TenantDeclaration> Replace((string Namespace, string Name) key, TenantDeclaration? tenant)
    {
        lock (_lock)
        {
            _tenants.Remove(key, out var before);
            var ids = new[] { before?.TenantId, tenant?.TenantId }.OfType<string>().Distinct().ToList();
            var holdersBefore = ids.ConvertAll(HolderOf);
            if (before is not null)
            {
                Withdraw(before);
            }

            if (tenant is not null)
            {
                _tenants.Add(key, tenant);
                Claim(tenant);
            }

            return
            [
                .. ids.Where((id, index) => !IsSame(HolderOf(id), holdersBefore[index]))
                    .SelectMany(id => _claims.GetValueOrDefault(id) ?? [])
                    .Where(other => (other.Namespace, other.Name) != key),
            ];
        }
    }

    private TenantDeclaration? HolderOf(string tenantId) => _claims.GetValueOrDefault(tenantId)?.Min;

    private void Claim(TenantDeclaration tenant)
    {
        if (!_claims.TryGetValue(tenant.TenantId, out var claims))
        {
            claims = new SortedSet<TenantDeclaration>(SeniorityComparer.Instance);
            _claims.Add(tenant.TenantId, claims);
        }

        claims.Add(tenant);
    }

    private void Withdraw(TenantDeclaration tenant)
    {
        var claims = _claims[tenant.TenantId];
        claims.Remove(tenant);
        if (claims.Count == 0)
        {
            _claims.Remove(tenant.TenantId);
        }
    }

    private static bool IsSame(TenantDeclaration? one, TenantDeclaration? other) =>
        (one?.Namespace, one?.Name) == (other?.Namespace, other?.Name);
}
