namespace BillingOperator.Api.Events;

/// <summary>Values of <c>spec.billingPeriod</c>.</summary>
public static class BillingPeriodKind
{
    /// <summary>Calendar months, such as <c>2026-11</c>; the default.</summary>
    public const string Monthly = "Monthly";

    /// <summary>Calendar days, such as <c>2026-11-23</c>.</summary>
    public const string Daily = "Daily";
}
