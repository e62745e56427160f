using BillingOperator.Billing.Tenants;

namespace BillingOperator.Billing.Records;

/// <summary>A tenant that was to be billed and could not be.</summary>
/// <param name="TenantId">Its identity, as declared.</param>
/// <param name="Namespace">Namespace of the <c>Tenant</c> object.</param>
/// <param name="Name">Name of the <c>Tenant</c> object.</param>
/// <param name="Reason">Reason, fault and remedy.</param>
public sealed record SkippedTenant(string TenantId, string Namespace, string Name, string Reason)
{
    internal static SkippedTenant Of(TenantState state) =>
        new(state.Tenant.TenantId, state.Tenant.Namespace, state.Tenant.Name, $"{state.Reason}: {state.Message}");
}
