using BillingOperator.Api.Events;
using BillingOperator.Api.Settings;
using BillingOperator.Api.Tenants;

namespace BillingOperator.Controllers.Overview;

/// <summary>What a cluster says of its billing, as far as somebody may read it.</summary>
/// <param name="Settings">The billing servers.</param>
/// <param name="Events">The billing processes.</param>
/// <param name="Tenants">The tenants.</param>
public sealed record ClusterOverview(
    Listing<BillingServerSettings> Settings,
    Listing<BillingEvent> Events,
    Listing<Tenant> Tenants
)
{
    /// <summary>Whether nothing at all could be read.</summary>
    public bool IsBlind => Settings.Failure is not null && Events.Failure is not null && Tenants.Failure is not null;
}
