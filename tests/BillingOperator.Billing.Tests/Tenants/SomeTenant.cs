using BillingOperator.Api.Tenants;
using BillingOperator.Billing.Tenants;

namespace BillingOperator.Billing.Tests.Tenants;

/// <summary>Tenants for tests: valid, on premises and billable unless said otherwise.</summary>
internal static class SomeTenant
{
    private static readonly DateTimeOffset Epoch = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static readonly TenantBilling OnPremises = new()
    {
        Billable = Billable.PureConnect,
        Deployment = Deployment.OnPremises,
    };

    public static readonly TenantBilling Faulty = OnPremises with { SourceId = "5" };

    public static TenantDeclaration Named(
        string name,
        string? tenantId = null,
        int? ageInDays = 0,
        TenantBilling? billing = null,
        string @namespace = "team"
    ) =>
        new()
        {
            Namespace = @namespace,
            Name = name,
            CreatedAt = ageInDays is { } age ? Epoch.AddDays(-age) : null,
            Spec = new TenantSpec { TenantId = tenantId, Billing = billing ?? OnPremises },
        };
}
