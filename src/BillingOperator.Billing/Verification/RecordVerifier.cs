using System.Security.Cryptography;
using BillingOperator.Billing.Records;

namespace BillingOperator.Billing.Verification;

/// <summary>Holds the records of a run against its manifest and against the rows of its table, several at a time.</summary>
internal sealed class RecordVerifier(
    ObjectReader reader,
    PeriodObjects objects,
    FindingList findings,
    VerificationProgress progress
)
{
    private readonly BucketLayout _layout = objects.Layout;

    /// <summary>Verifies every record that the manifest names.</summary>
    /// <param name="manifest">The manifest.</param>
    /// <param name="doubtfulRows">Rows of the table, by tenant id, that are to be held against the record itself.</param>
    /// <param name="concurrency">Parallel reads.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public Task VerifyAsync(
        RunManifest manifest,
        IReadOnlyDictionary<string, BillingRecord> doubtfulRows,
        int concurrency,
        CancellationToken cancellationToken
    )
    {
        progress.Expect(manifest.Records.Count);
        var options = new ParallelOptions
        {
            MaxDegreeOfParallelism = concurrency,
            CancellationToken = cancellationToken,
        };
        return Parallel.ForEachAsync(
            manifest.Records,
            options,
            async (record, cancellation) =>
            {
                if (await ReadAsync(record, cancellation) is { } read)
                {
                    Compare(record, read, doubtfulRows.GetValueOrDefault(record.TenantId));
                }
                progress.CountChecked();
            }
        );
    }

    /// <summary>The record, where its bytes are those that the manifest names.</summary>
    private async Task<BillingRecord?> ReadAsync(ManifestRecord record, CancellationToken cancellationToken)
    {
        if (BucketKey.Parse(record.Key)?.In(_layout) is not { } key)
        {
            Add(FindingKind.RecordForeign, "is of another event or period", record.Key, record);
            return null;
        }
        if (ObjectReader.IsTooLong(objects.SizeOf(key), record.Bytes))
        {
            Add(FindingKind.RecordDamaged, TableVerifier.OtherLength(objects.SizeOf(key), record.Bytes), key, record);
            return null;
        }
        var found = await reader.ReadAsync(key, findings, cancellationToken);
        if (found.IsMissing)
        {
            Add(FindingKind.RecordMissing, "is not there, and the manifest names it", key, record);
        }
        if (found.Content is not { } content)
        {
            return null;
        }
        if (Convert.ToHexStringLower(SHA256.HashData(content.Span)) != record.Sha256)
        {
            var fault =
                content.Length != record.Bytes
                    ? TableVerifier.OtherLength(content.Length, record.Bytes)
                    : "has another SHA-256 than the manifest says";
            Add(FindingKind.RecordDamaged, fault, key, record);
            return null;
        }
        return Understand(key, content, record);
    }

    private BillingRecord? Understand(string key, ReadOnlyMemory<byte> content, ManifestRecord record)
    {
        try
        {
            var read = BillingRecord.Read(key, content);
            if (read.TenantId == record.TenantId && read.RecordId == $"{record.TenantId}/{_layout.Period}")
            {
                return read;
            }
            Add(FindingKind.RecordForeign, $"is the record {read.RecordId}", key, record);
        }
        catch (InvalidDataException)
        {
            Add(FindingKind.RecordForeign, "is no billing record", key, record);
        }
        return null;
    }

    private void Compare(ManifestRecord record, BillingRecord read, BillingRecord? row)
    {
        if (row is null)
        {
            return;
        }
        var columns = RecordColumn
            .All.Where(column => column.Get(row) != column.Get(read))
            .Select(column => column.Name);
        if (string.Join(", ", columns) is { Length: > 0 } names)
        {
            var message = $"the row of tenant {record.TenantId} differs from its record in {names}";
            Add(FindingKind.RowDiffers, message, record.Key, record);
        }
    }

    private void Add(FindingKind kind, string message, string key, ManifestRecord record) =>
        findings.Add(kind, message, key, record.TenantId);
}
