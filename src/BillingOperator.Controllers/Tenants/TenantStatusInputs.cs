using BillingOperator.Api.Tenants;
using BillingOperator.Billing.Tenants;

namespace BillingOperator.Controllers.Tenants;

/// <summary>All that decides what the status of a tenant says.</summary>
internal sealed record TenantStatusInputs
{
    /// <summary>The tenant as it was read.</summary>
    public required Tenant Tenant { get; init; }

    /// <summary>What it is among the others.</summary>
    public required TenantState State { get; init; }

    /// <summary>The receipts that have come in.</summary>
    public IReadOnlyList<UploadReceipt> Pending { get; init; } = [];

    /// <summary>What the enabled events want that select it.</summary>
    public IReadOnlyList<UploadTarget> Targets { get; init; } = [];

    /// <summary>The time.</summary>
    public required DateTimeOffset Now { get; init; }
}
