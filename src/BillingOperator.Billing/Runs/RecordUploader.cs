using BillingOperator.Billing.ObjectStores;
using BillingOperator.Billing.Records;

namespace BillingOperator.Billing.Runs;

/// <summary>
/// Makes sure that every record of a run is stored: learns from a listing what is there, and puts what is missing, in
/// parallel. One record's fault does not stop the others; a fault of the store as a whole does.
/// </summary>
internal sealed class RecordUploader(IObjectStore store, BucketLayout layout, int concurrency)
{
    /// <summary>Stores the records, which come sorted by tenant id.</summary>
    public async Task<UploadedRecords> UploadAsync(
        IReadOnlyList<BillingRecord> records,
        RunProgress progress,
        CancellationToken cancellationToken
    )
    {
        progress.Begin(records.Count);
        var (present, listingFailure) = records.Count == 0 ? default : await TryListAsync(cancellationToken);
        var stored = new ManifestRecord[records.Count];
        var uploaded = new bool[records.Count];
        var failures = new RecordFailures(concurrency);
        var options = new ParallelOptions
        {
            MaxDegreeOfParallelism = concurrency,
            CancellationToken = cancellationToken,
        };

        await Parallel.ForAsync(
            0,
            records.Count,
            options,
            async (i, cancellation) =>
            {
                var record = RecordRenderer.Render(records[i], layout);
                try
                {
                    uploaded[i] = await StoreAsync(record, present, cancellation);
                }
                catch (ObjectStoreException failure) when (failures.TryAdd(failure))
                {
                    return;
                }
                stored[i] = new ManifestRecord(record.TenantId, record.Key, record.Content.Length, record.Sha256);
                progress.CountStored(uploaded[i]);
            }
        );

        failures.ThrowIfAny(records.Count);
        return new UploadedRecords(stored, NewTenants(stored, uploaded), listingFailure);
    }

    private async Task<bool> StoreAsync(
        RenderedRecord record,
        ListedRecords? present,
        CancellationToken cancellationToken
    )
    {
        if (present?.Contains(record) == true && await present.IsThereAsync(record, cancellationToken))
        {
            return false;
        }
        var item = new ObjectToPut(record.Key, record.Content, "application/json", record.Hash, PutCondition.IfAbsent);
        if (await store.PutAsync(item, cancellationToken) == PutOutcome.Stored)
        {
            return true;
        }
        // The listing did not show it, and now it is said to be there: another replica's, an answer lost, or no truth.
        return present is null || await present.ProveAsync(record, size: null, cancellationToken) is not Missing
            ? false
            : throw new ObjectStoreException(
                ObjectStoreFailure.StoreError,
                $"object {record.Key}: the store refuses to write it since it is there, and does not find it when it is read; "
                    + "look into the store's own log"
            );
    }

    // The listing saves work. Without one, every record is put on the condition that it is not there: a store that is
    // away or overloaded shows that by itself then, but must not be given more work for it.
    private async Task<(ListedRecords? Present, string? Problem)> TryListAsync(CancellationToken cancellationToken)
    {
        var present = new Dictionary<string, StoredObject>(StringComparer.Ordinal);
        try
        {
            await foreach (var item in store.ListAsync(layout.RecordsPrefix, cancellationToken))
            {
                present[item.Key] = item;
            }
            return (new ListedRecords(store, present), null);
        }
        catch (ObjectStoreException failure)
            when (failure.Failure is not (ObjectStoreFailure.Throttled or ObjectStoreFailure.EndpointUnreachable))
        {
            return (null, $"{failure.Failure}: {failure.Message}");
        }
    }

    private static HashSet<string> NewTenants(ManifestRecord[] stored, bool[] uploaded) =>
        stored.Where((_, i) => uploaded[i]).Select(record => record.TenantId).ToHashSet(StringComparer.Ordinal);
}
