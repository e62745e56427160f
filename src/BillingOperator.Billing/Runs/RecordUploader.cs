using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
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
        var present = records.Count == 0 ? null : await TryListAsync(cancellationToken);
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
        return new UploadedRecords(stored, NewTenants(stored, uploaded));
    }

    private async Task<bool> StoreAsync(
        RenderedRecord record,
        Dictionary<string, StoredObject>? present,
        CancellationToken cancellationToken
    )
    {
        if (present is not null && present.TryGetValue(record.Key, out var there))
        {
            return IsWhole(there, record) ? false : throw Damaged(record.Key);
        }
        var item = new ObjectToPut(record.Key, record.Content, "application/json", record.Hash, PutCondition.IfAbsent);
        return await store.PutAsync(item, cancellationToken) == PutOutcome.Stored;
    }

    private async Task<Dictionary<string, StoredObject>?> TryListAsync(CancellationToken cancellationToken)
    {
        var present = new Dictionary<string, StoredObject>(StringComparer.Ordinal);
        try
        {
            await foreach (var item in store.ListAsync(layout.RecordsPrefix, cancellationToken))
            {
                present[item.Key] = item;
            }
            return present;
        }
        catch (ObjectStoreException failure) when (failure.Failure == ObjectStoreFailure.AccessDenied)
        {
            return null; // Credentials that may only write: every record is put, on the condition that it is not there.
        }
    }

    [SuppressMessage("Security", "CA5351", Justification = "MD5 is what S3 lists; it finds damage, not attacks.")]
    private static bool IsWhole(StoredObject there, RenderedRecord record) =>
        there.Size == record.Content.Length
        && (there.Md5 is null || there.Md5 == Convert.ToHexStringLower(MD5.HashData(record.Content.Span)));

    private static ObjectStoreException Damaged(string key) =>
        new(
            ObjectStoreFailure.ContentDamaged,
            $"object {key} is not what was written under this key: find out who changed it, then delete it; "
                + "the next try stores the right bytes"
        );

    private static HashSet<string> NewTenants(ManifestRecord[] stored, bool[] uploaded) =>
        stored.Where((_, i) => uploaded[i]).Select(record => record.TenantId).ToHashSet(StringComparer.Ordinal);
}
