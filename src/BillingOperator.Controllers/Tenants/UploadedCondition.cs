using BillingOperator.Api.Reasons;
using BillingOperator.Api.Tenants;
using BillingOperator.Billing.Records;
using BillingOperator.Billing.Scheduling;
using BillingOperator.Billing.Tenants;
using BillingOperator.Controllers.Conditions;

namespace BillingOperator.Controllers.Tenants;

/// <summary>Whether the bucket holds the record of a tenant as it would be written now: the condition <c>Uploaded</c>.</summary>
internal static class UploadedCondition
{
    private const int NamedEvents = 3;

    private static readonly string[] WorstFirst =
    [
        TenantReasons.NotYetUploaded,
        TenantReasons.Moved,
        TenantReasons.Changed,
    ];

    /// <summary>
    /// Decides from the receipt of the newest period of each event that selects the tenant. What is wrong with one of them is
    /// told; of several, what is most wrong.
    /// </summary>
    /// <param name="tenant">A valid and billable tenant.</param>
    /// <param name="uploads">Its receipts.</param>
    /// <param name="targets">What the enabled events want that select it.</param>
    public static ConditionValue Of(
        TenantDeclaration tenant,
        IReadOnlyList<UploadReceipt> uploads,
        IReadOnlyList<UploadTarget> targets
    )
    {
        if (targets.Count == 0)
        {
            return ConditionValue.False(
                TenantReasons.NotSelected,
                "No enabled BillingEvent selects it: enable one, or give the tenant the labels that its "
                    + "spec.tenantSelector asks for."
            );
        }
        var found = targets.Select(target => Of(tenant, uploads, target)).ToList();
        return found.Where(one => !one.Status).MinBy(one => Array.IndexOf(WorstFirst, one.Reason))
            ?? UploadedByAll(found);
    }

    private static ConditionValue Of(
        TenantDeclaration tenant,
        IReadOnlyList<UploadReceipt> uploads,
        UploadTarget target
    )
    {
        var who = $"BillingEvent {target.Event}";
        if (FindNewest(uploads, target) is not var (receipt, period) || IsBefore(receipt, target.NewestPeriod))
        {
            var when = target.NewestPeriod is { } newest ? $" for {newest}" : "";
            return ConditionValue.False(
                TenantReasons.NotYetUploaded,
                $"{who} has not uploaded it{when} yet; waits for the next run."
            );
        }
        if (target.Location is { } place && receipt.Location != place)
        {
            var where = receipt.Location ?? "an unknown place";
            return ConditionValue.False(
                TenantReasons.Moved,
                $"{who} uploaded it for {receipt.BillingPeriod} to {where}, and its settings name {place} now; waits for "
                    + "the next run."
            );
        }
        if (RecordRenderer.HashOf(RecordRenderer.Describe(tenant, period)) != receipt.Sha256)
        {
            return ConditionValue.False(
                TenantReasons.Changed,
                $"Changed since {who} uploaded it for {receipt.BillingPeriod}; waits for the next run."
            );
        }
        return ConditionValue.True(TenantReasons.Uploaded, $"{who} for {receipt.BillingPeriod}");
    }

    private static ConditionValue UploadedByAll(List<ConditionValue> found)
    {
        var named = string.Join(", ", found.Take(NamedEvents).Select(one => one.Message));
        var more = found.Count > NamedEvents ? $" and {found.Count - NamedEvents} more" : "";
        return ConditionValue.True(TenantReasons.Uploaded, $"Uploaded by {named}{more}.");
    }

    private static (UploadReceipt Receipt, BillingPeriod Period)? FindNewest(
        IReadOnlyList<UploadReceipt> uploads,
        UploadTarget target
    )
    {
        (UploadReceipt Receipt, BillingPeriod Period)? newest = null;
        foreach (var receipt in uploads)
        {
            if (
                receipt.Event == target.Event
                && BillingPeriod.TryParse(receipt.BillingPeriod, out var period)
                && period.Kind == target.PeriodKind
                && (newest is null || period.Start > newest.Value.Period.Start)
            )
            {
                newest = (receipt, period);
            }
        }
        return newest;
    }

    // A run of an earlier period settles nothing for a tenant that the newest period's run did not know.
    private static bool IsBefore(UploadReceipt receipt, string? newestPeriod) =>
        string.CompareOrdinal(receipt.BillingPeriod, newestPeriod) < 0;
}
