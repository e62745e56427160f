namespace BillingOperator.Api.Reasons;

/// <summary>Every reason that this operator gives; <c>docs/reasons.md</c> is made from it.</summary>
public static class ReasonTable
{
    /// <summary>By kind, in the order in which people meet them. A name stands once for each kind that has it.</summary>
    public static IReadOnlyList<(string Title, IReadOnlyList<Reason> Reasons)> Groups { get; } =
    [
        ("Tenant", TenantReasons.All),
        ("BillingServerSettings", SettingsReasons.All),
        ("The store", StoreReasons.All),
        ("BillingEvent", BillingEventReasons.All),
    ];
}
