using BillingOperator.Billing.Tenants;

namespace BillingOperator.Billing.Runs;

/// <summary>Where a run takes its tenants from: a cluster, or manifests.</summary>
public interface ITenantSource
{
    /// <summary>
    /// All tenants at one moment: a change is wholly in the view or not at all. What was changed before the call is in it.
    /// </summary>
    /// <exception cref="TenantsUnavailableException">The tenants cannot be read now.</exception>
    Task<IReadOnlyCollection<TenantDeclaration>> TakeViewAsync(CancellationToken cancellationToken);
}
