using BillingOperator.Api.Tenants;
using BillingOperator.Billing.Runs;
using BillingOperator.Billing.Tenants;
using BillingOperator.ControllerRuntime.Caching;

namespace BillingOperator.Controllers.Tenants;

/// <summary>
/// The tenants of the cluster, as the informer's cache has them at one moment after it was brought up to date: whoever
/// changes a tenant and then asks for a run finds the change in it, also where the watch lags behind.
/// </summary>
internal sealed class ClusterTenantSource(IEntityCache<Tenant> tenants) : ITenantSource
{
    /// <inheritdoc/>
    public async Task<IReadOnlyCollection<TenantDeclaration>> TakeViewAsync(CancellationToken cancellationToken)
    {
        await RefreshAsync(cancellationToken);
        return Declarations(tenants);
    }

    /// <summary>Brings the cache up to date: every change that was made before is in it then.</summary>
    /// <exception cref="TenantsUnavailableException">The tenants cannot be listed now.</exception>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        try
        {
            await tenants.RefreshAsync(cancellationToken);
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TenantsUnavailableException("the tenants cannot be listed", error);
        }
    }

    /// <summary>What all tenants declare that the cache holds now.</summary>
    public static IReadOnlyCollection<TenantDeclaration> Declarations(IEntityCache<Tenant> tenants)
    {
        var all = tenants.List();
        var view = new TenantDeclaration[all.Count];
        for (var i = 0; i < view.Length; i++)
        {
            view[i] = TenantObjects.Declare(all[i]);
        }
        return view;
    }
}
