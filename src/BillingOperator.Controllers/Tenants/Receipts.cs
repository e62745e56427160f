using BillingOperator.Api.Tenants;

namespace BillingOperator.Controllers.Tenants;

/// <summary>The receipts that a tenant's status keeps.</summary>
internal static class Receipts
{
    /// <summary>As many as the CRD allows; the oldest are of events that are long gone.</summary>
    private const int MostOfTenant = 256;

    private const int MostPeriodsOfEvent = 3;

    /// <summary>
    /// Takes receipts in. Those that are there already keep their order, and new ones come last: so does the API server order
    /// them when it merges, and a status that is in another order there would be written again and again.
    /// </summary>
    public static IReadOnlyList<UploadReceipt>? Merge(
        IReadOnlyList<UploadReceipt>? present,
        IReadOnlyList<UploadReceipt> pending
    )
    {
        if (pending.Count == 0)
        {
            return present;
        }
        List<UploadReceipt> all = [.. present ?? []];
        foreach (var receipt in pending)
        {
            var place = all.FindIndex(one => AreOfOneRecord(one, receipt));
            if (place < 0)
            {
                all.Add(receipt);
            }
            else
            {
                all[place] = receipt;
            }
        }
        var kept = all.GroupBy(receipt => (receipt.Event, IsDaily(receipt)))
            .SelectMany(ofEvent =>
                ofEvent
                    .OrderByDescending(receipt => receipt.BillingPeriod, StringComparer.Ordinal)
                    .Take(MostPeriodsOfEvent)
            )
            .OrderByDescending(receipt => receipt.UploadedAt)
            .Take(MostOfTenant)
            .ToHashSet(ReferenceEqualityComparer.Instance);
        return [.. all.Where(kept.Contains)];
    }

    /// <summary>Whether two receipts are about the same event and billing period.</summary>
    public static bool AreOfOneRecord(UploadReceipt one, UploadReceipt other) =>
        one.Event == other.Event && one.BillingPeriod == other.BillingPeriod;

    // An event that was daily and is monthly now has receipts of both kinds, which no order compares.
    private static bool IsDaily(UploadReceipt receipt) => receipt.BillingPeriod.Length > "2026-11".Length;
}
