using BillingOperator.Api.Events;
using BillingOperator.Api.Reasons;

namespace BillingOperator.Billing.Tenants;

/// <summary>Who takes part in a run: one consistent view of all tenants, sorted by tenant id (ordinal).</summary>
/// <param name="Expected">Selected, billable, valid, and holders of their ids. Each gets a record.</param>
/// <param name="Skipped">Selected and meant to be billed, but invalid or duplicates. The manifest names each.</param>
/// <param name="Tenants">How many tenants there are.</param>
/// <param name="Selected">How many of them the selector matches.</param>
public sealed record TenantSelection(
    IReadOnlyList<TenantDeclaration> Expected,
    IReadOnlyList<TenantState> Skipped,
    int Tenants,
    int Selected
)
{
    /// <summary>Takes the selection.</summary>
    /// <param name="tenants">All tenants, also those that are not selected: they hold their ids too.</param>
    /// <param name="selector"><c>spec.tenantSelector</c>; all where absent.</param>
    public static TenantSelection Of(IReadOnlyCollection<TenantDeclaration> tenants, LabelSelector? selector)
    {
        var holders = TenantIdentity.Holders(tenants);
        var rivals = TenantIdentity.Rivals(tenants, holders);
        var expected = new List<TenantDeclaration>();
        var skipped = new List<TenantState>();
        var selected = 0;
        foreach (
            var tenant in tenants.Where(tenant =>
                !tenant.IsBeingDeleted
                && (tenant.HasDoubtfulLabels || LabelSelectorMatcher.Matches(selector, tenant.Labels))
            )
        )
        {
            selected++;
            var holder = holders.GetValueOrDefault(tenant.ClaimedId());
            var state = TenantState.Of(
                tenant,
                ReferenceEquals(holder, tenant) ? rivals.GetValueOrDefault(tenant.ClaimedId(), tenant) : holder
            );
            if (state.Reason == TenantReasons.Billable)
            {
                expected.Add(tenant);
            }
            else if (!state.IsValid && state.IsMeantToBeBilled)
            {
                skipped.Add(state);
            }
        }

        expected.Sort((one, other) => string.CompareOrdinal(one.TenantId, other.TenantId));
        skipped.Sort((one, other) => CompareByIdThenSeniority(one.Tenant, other.Tenant));
        return new TenantSelection(expected, skipped, tenants.Count(tenant => !tenant.IsBeingDeleted), selected);
    }

    private static int CompareByIdThenSeniority(TenantDeclaration one, TenantDeclaration other)
    {
        var byId = string.CompareOrdinal(one.TenantId, other.TenantId);
        return byId != 0 ? byId : OldestFirstComparer.Instance.Compare(one, other);
    }
}
