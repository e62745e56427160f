namespace BillingOperator.Api.Tenants;

/// <summary>Values of <c>spec.billing.deployment</c>.</summary>
public static class Deployment
{
    /// <summary>In the vendor's cloud: all account ids are required.</summary>
    public const string Cloud = "Cloud";

    /// <summary>At the customer's site: all account ids stay blank (guide: leave blank on premises).</summary>
    public const string OnPremises = "OnPremises";
}
