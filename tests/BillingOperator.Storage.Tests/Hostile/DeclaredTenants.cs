using BillingOperator.Billing.Runs;
using BillingOperator.Billing.Tenants;

namespace BillingOperator.Storage.Tests.Hostile;

/// <summary>A source of the same tenants whenever it is asked.</summary>
internal sealed class DeclaredTenants(IReadOnlyCollection<TenantDeclaration> tenants) : ITenantSource
{
    public Task<IReadOnlyCollection<TenantDeclaration>> TakeViewAsync(CancellationToken cancellationToken) =>
        Task.FromResult(tenants);
}
