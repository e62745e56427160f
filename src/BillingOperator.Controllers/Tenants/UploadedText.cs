using BillingOperator.Api.Reasons;
using BillingOperator.Api.Tenants;
using BillingOperator.Billing.Records;
using BillingOperator.Billing.Scheduling;
using BillingOperator.Billing.Tenants;

namespace BillingOperator.Controllers.Tenants;

/// <summary>Whether the bucket holds the record of a tenant as it would be written now: the condition <c>Uploaded</c>.</summary>
internal static class UploadedText
{
    private const int NamedEvents = 3;

    /// <summary>
    /// Decides from the receipt of the newest period of each event that selects the tenant. What is wrong with one of them is
    /// told; of several, what is most wrong.
    /// </summary>
    /// <param name="tenant">A valid and billable tenant.</param>
    /// <param name="uploads">Its receipts.</param>
    /// <param name="targets">What the enabled events want that select it.</param>
    public static (bool Status, string Reason, string Message) Describe(
        TenantDeclaration tenant,
        IReadOnlyList<UploadReceipt> uploads,
        IReadOnlyList<UploadTarget> targets
    )
    {
        if (targets.Count == 0)
        {
            return (
                false,
                TenantReasons.NotSelected,
                "No enabled BillingEvent selects it: enable one, or give the tenant the labels that its "
                    + "spec.tenantSelector asks for."
            );
        }
        var found = targets.Select(target => Find(tenant, uploads, target)).ToList();
        if (found.Where(one => one.Fault is not null).MinBy(one => one.Severity) is { } worst)
        {
            return (false, worst.Fault!, worst.Message);
        }
        var named = string.Join(", ", found.Take(NamedEvents).Select(one => one.Message));
        var more = found.Count > NamedEvents ? $" and {found.Count - NamedEvents} more" : "";
        return (true, TenantReasons.Uploaded, $"Uploaded by {named}{more}.");
    }

    private static Finding Find(TenantDeclaration tenant, IReadOnlyList<UploadReceipt> uploads, UploadTarget target)
    {
        var who = $"BillingEvent {target.Event}";
        if (FindNewest(uploads, target) is not var (receipt, period) || IsBefore(receipt, target.NewestPeriod))
        {
            var when = target.NewestPeriod is { } newest ? $" for {newest}" : "";
            return new Finding(
                0,
                TenantReasons.NotYetUploaded,
                $"{who} has not uploaded it{when} yet; waits for the next run."
            );
        }
        if (target.Location is { } place && receipt.Location != place)
        {
            var where = receipt.Location ?? "an unknown place";
            return new Finding(
                1,
                TenantReasons.Moved,
                $"{who} uploaded it for {receipt.BillingPeriod} to {where}, and its settings name {place} now; waits for "
                    + "the next run."
            );
        }
        return RecordRenderer.HashOf(RecordRenderer.Describe(tenant, period)) == receipt.Sha256
            ? new Finding(3, null, $"{who} for {receipt.BillingPeriod}")
            : new Finding(
                2,
                TenantReasons.Changed,
                $"Changed since {who} uploaded it for {receipt.BillingPeriod}; waits for the next run."
            );
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

    /// <summary>What was found of one event, the worst with the lowest number; no fault means uploaded.</summary>
    private sealed record Finding(int Severity, string? Fault, string Message);
}
