using BillingOperator.Billing.Runs;
using BillingOperator.Billing.Tenants;

namespace BillingOperator.Billing.Tests.Runs;

/// <summary>A source of the same tenants whenever it is asked.</summary>
internal sealed class DeclaredTenants(IReadOnlyCollection<TenantDeclaration> tenants) : ITenantSource
{
    /// <summary>How often it was asked.</summary>
    public int Views { get; private set; }

    public Task<IReadOnlyCollection<TenantDeclaration>> TakeViewAsync(CancellationToken cancellationToken)
    {
        Views++;
        return Task.FromResult(tenants);
    }
}
