using BillingOperator.Billing.Tenants;

namespace BillingOperator.Billing.Runs;

/// <summary>Where a run takes its tenants from: a cluster, or manifests.</summary>
public interface ITenantSource
{
    /// <summary>All tenants at one moment: a change is wholly in the view or not at all.</summary>
    IReadOnlyCollection<TenantDeclaration> TakeView();
}
