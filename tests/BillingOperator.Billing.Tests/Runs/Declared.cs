using BillingOperator.Api.Tenants;
using BillingOperator.Billing.Tenants;

namespace BillingOperator.Billing.Tests.Runs;

/// <summary>Tenants for tests.</summary>
internal static class Declared
{
    public static TenantDeclaration Cloud(string id, string externalId = "0042") =>
        new()
        {
            Namespace = "tenants",
            Name = id,
            Uid = "uid-" + id,
            Generation = 1,
            Spec = new TenantSpec
            {
                DisplayName = $"{id}, Inc.",
                Billing = new TenantBilling
                {
                    Billable = Billable.PureConnect,
                    Deployment = Deployment.Cloud,
                    Tier1AccountId = "T1-" + id,
                    Tier2AccountId = "T2-" + id,
                    Tier3AccountId = "T3-" + id,
                    ExternalId = externalId,
                    SourceId = "S-" + id,
                },
            },
        };

    public static TenantDeclaration OnPremises(string id) =>
        Cloud(id) with
        {
            Spec = new TenantSpec
            {
                Billing = new TenantBilling { Billable = Billable.PureConnect, Deployment = Deployment.OnPremises },
            },
        };
}
