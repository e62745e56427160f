using BillingOperator.Api;
using BillingOperator.Api.Reasons;
using BillingOperator.Api.Tenants;
using BillingOperator.Billing.Tenants;

namespace BillingOperator.Controllers;

/// <summary>What is said of a tenant in its status.</summary>
internal static class TenantStatusText
{
    /// <summary>As many as the CRD allows; the oldest are of events that are long gone.</summary>
    private const int MaxUploads = 256;

    /// <summary>The status of a tenant, by what was found of it and the receipts that have come in.</summary>
    public static TenantStatus Describe(
        Tenant tenant,
        TenantStanding standing,
        IReadOnlyList<UploadReceipt> pending,
        DateTimeOffset now
    )
    {
        var uploads = Merge(tenant.Status?.Uploads, pending);
        var generation = tenant.Metadata.Generation;
        var conditions = new ConditionSet(tenant.Status?.Conditions, generation, now);
        conditions.Set(ConditionTypes.Ready, standing.IsValid, standing.Reason, Message(standing));
        if (!standing.IsValid)
        {
            conditions.Set(ConditionTypes.Stalled, true, standing.Reason, standing.Message);
        }
        var (uploaded, reason, message) = Uploaded(standing, uploads, generation);
        conditions.Set(ConditionTypes.Uploaded, uploaded, reason, message);
        return new TenantStatus
        {
            ObservedGeneration = generation,
            TenantId = tenant.Status?.TenantId ?? (standing.IsValid ? standing.Tenant.TenantId : null),
            Conditions = conditions.Conditions,
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
        long? generation
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
        if (uploads is null)
        {
            return (false, TenantReasons.NotYetUploaded, "Waits for the next run of an enabled BillingEvent.");
        }
        var newest = uploads.MaxBy(upload => upload.UploadedAt)!;
        return newest.ObservedGeneration == generation
            ? (true, TenantReasons.Uploaded, $"BillingEvent {newest.Event} uploaded it for {newest.BillingPeriod}.")
            : (
                false,
                TenantReasons.Changed,
                $"Changed since {newest.BillingPeriod} was uploaded; waits for the next run."
            );
    }

    private static IReadOnlyList<UploadReceipt>? Merge(
        IReadOnlyList<UploadReceipt>? present,
        IReadOnlyList<UploadReceipt> pending
    ) =>
        pending.Count == 0
            ? present
            :
            [
                .. pending
                    .UnionBy(present ?? [], receipt => receipt.Event)
                    .OrderByDescending(receipt => receipt.UploadedAt)
                    .Take(MaxUploads)
                    .OrderBy(receipt => receipt.Event, StringComparer.Ordinal),
            ];
}
