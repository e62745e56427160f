using BillingOperator.Api;
using BillingOperator.Api.Reasons;
using BillingOperator.Api.Tenants;
using BillingOperator.Billing.Tenants;
using BillingOperator.Controllers.Conditions;

namespace BillingOperator.Controllers.Tenants;

/// <summary>What is said of a tenant in its status.</summary>
internal static class TenantStatusText
{
    /// <summary>The status of a tenant.</summary>
    /// <param name="tenant">The tenant as it was read.</param>
    /// <param name="state">What was found of it.</param>
    /// <param name="pending">The receipts that have come in.</param>
    /// <param name="targets">What the enabled events want that select it.</param>
    /// <param name="now">The time.</param>
    public static TenantStatus Describe(
        Tenant tenant,
        TenantState state,
        IReadOnlyList<UploadReceipt> pending,
        IReadOnlyList<UploadTarget> targets,
        DateTimeOffset now
    )
    {
        var uploads = Receipts.Merge(tenant.Status?.Uploads, pending);
        var generation = tenant.Metadata.Generation;
        var conditions = new ConditionSet(tenant.Status?.Conditions, generation, now);
        conditions.Set(ConditionTypes.Ready, state.IsValid, state.Reason, Message(state));
        if (!state.IsValid && state.Reason != TenantReasons.BeingDeleted)
        {
            conditions.Set(ConditionTypes.Stalled, true, state.Reason, state.Message);
        }
        var (uploaded, reason, message) = Uploaded(state, uploads, targets);
        conditions.Set(ConditionTypes.Uploaded, uploaded, reason, message);
        return new TenantStatus
        {
            ObservedGeneration = generation,
            TenantId = tenant.Status?.TenantId ?? (state.IsValid ? state.Tenant.TenantId : null),
            TenantIdHeldBy = state.HeldBy,
            Conditions = conditions.Conditions,
            BillingPeriod = uploads?.Select(receipt => receipt.BillingPeriod).Max(StringComparer.Ordinal),
            Uploads = uploads,
        };
    }

    private static string Message(TenantState state) =>
        state.Reason switch
        {
            TenantReasons.Billable => "Takes part in the runs of the BillingEvents that select it.",
            TenantReasons.NotBillable => "Declared as not billable.",
            _ => state.Message,
        };

    private static (bool Status, string Reason, string Message) Uploaded(
        TenantState state,
        IReadOnlyList<UploadReceipt>? uploads,
        IReadOnlyList<UploadTarget> targets
    )
    {
        if (!state.IsValid)
        {
            return (false, state.Reason, "Not uploaded while the tenant is not valid.");
        }
        if (state.Reason != TenantReasons.Billable)
        {
            return (false, state.Reason, "Not billable, so there is nothing to upload.");
        }
        return UploadedText.Describe(state.Tenant, uploads ?? [], targets);
    }
}
