namespace BillingOperator.Api.Tenants;

/// <summary>Values of <c>spec.billing.billable</c> (guide: the Billable drop-down).</summary>
public static class Billable
{
    /// <summary>The tenant is billed for PureConnect.</summary>
    public const string PureConnect = "PureConnect";

    /// <summary>The tenant is not billed; the default.</summary>
    public const string NotBillable = "NotBillable";
}
