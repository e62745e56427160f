using BillingOperator.Api;
using BillingOperator.Api.Reasons;
using BillingOperator.Api.Tenants;
using BillingOperator.Billing.Tenants;
using BillingOperator.Runs;

namespace BillingOperator.Controllers;

/// <summary>What is said of a tenant in its status.</summary>
internal static class TenantStatusText
{
    /// <summary>The status of a tenant.</summary>
    /// <param name="tenant">The tenant as it was read.</param>
    /// <param name="standing">What was found of it.</param>
    /// <param name="pending">The receipts that have come in.</param>
    /// <param name="targets">What the enabled events want that select it.</param>
    /// <param name="now">The time.</param>
    public static TenantStatus Describe(
        Tenant tenant,
        TenantStanding standing,
        IReadOnlyList<UploadReceipt> pending,
        IReadOnlyList<UploadTarget> targets,
        DateTimeOffset now
    )
    {
        var uploads = Receipts.Merge(tenant.Status?.Uploads, pending);
        var generation = tenant.Metadata.Generation;
        var conditions = new ConditionSet(tenant.Status?.Conditions, generation, now);
        conditions.Set(ConditionTypes.Ready, standing.IsValid, standing.Reason, Message(standing));
        if (!standing.IsValid && standing.Reason != TenantReasons.BeingDeleted)
        {
            conditions.Set(ConditionTypes.Stalled, true, standing.Reason, standing.Message);
        }
        var (uploaded, reason, message) = Uploaded(standing, uploads, targets);
        conditions.Set(ConditionTypes.Uploaded, uploaded, reason, message);
        return new TenantStatus
        {
            ObservedGeneration = generation,
            TenantId = tenant.Status?.TenantId ?? (standing.IsValid ? standing.Tenant.TenantId : null),
            TenantIdHeldBy = standing.HeldBy,
            Conditions = conditions.Conditions,
            BillingPeriod = uploads?.Select(receipt => receipt.BillingPeriod).Max(StringComparer.Ordinal),
            Uploads = uploads,
        };
    }

    private static string Message(TenantStanding standing) =>
        standing.Reason switch
        {
            TenantReasons.Billable => "Takes part in the runs of the BillingEvents that select it.",
            TenantReasons.NotBillable => "Declared as not billable.",
            _ => standing.Message,
        };

    private static (bool Status, string Reason, string Message) Uploaded(
        TenantStanding standing,
        IReadOnlyList<UploadReceipt>? uploads,
        IReadOnlyList<UploadTarget> targets
    )
    {
        if (!standing.IsValid)
        {
            return (false, standing.Reason, "Not uploaded while the tenant is not valid.");
        }
        if (standing.Reason != TenantReasons.Billable)
        {
            return (false, standing.Reason, "Not billable, so there is nothing to upload.");
        }
        return UploadedText.Describe(standing.Tenant, uploads ?? [], targets);
    }
}
