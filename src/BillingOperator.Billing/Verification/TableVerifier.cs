using System.Security.Cryptography;
using BillingOperator.Billing.Records;

namespace BillingOperator.Billing.Verification;

/// <summary>
/// Holds the table of a run against its manifest. A row is as good as its record where it renders to the record's SHA-256,
/// so that no record need be read for it.
/// </summary>
internal sealed class TableVerifier(ObjectReader reader, PeriodObjects objects, FindingList findings)
{
    private static readonly IReadOnlyDictionary<string, BillingRecord> None = new Dictionary<string, BillingRecord>();

    /// <summary>Verifies the table.</summary>
    /// <returns>Rows that do not render to their record's SHA-256, by tenant id: to be held against the record itself.</returns>
    public async Task<IReadOnlyDictionary<string, BillingRecord>> VerifyAsync(
        RunManifest manifest,
        CancellationToken cancellationToken
    )
    {
        var table = manifest.Csv;
        if (BucketKey.Parse(table.Key)?.In(objects.Layout) is not { } key)
        {
            findings.Add(
                FindingKind.TableMissing,
                "is named as the table, and is of another event or period",
                table.Key
            );
            return None;
        }
        if (ObjectReader.IsTooLong(objects.SizeOf(key), table.Bytes))
        {
            findings.Add(FindingKind.TableDamaged, OtherLength(objects.SizeOf(key), table.Bytes), key);
            return None;
        }
        var found = await reader.ReadAsync(key, findings, cancellationToken);
        if (found.IsMissing)
        {
            findings.Add(FindingKind.TableMissing, "is the run's table, and is not there", key);
        }
        return found.Content is { } content ? Verify(manifest, key, content) : None;
    }

    internal static string OtherLength(long? actual, long expected) =>
        $"has {actual} bytes, and the manifest says {expected}";

    private IReadOnlyDictionary<string, BillingRecord> Verify(
        RunManifest manifest,
        string key,
        ReadOnlyMemory<byte> content
    )
    {
        var table = manifest.Csv;
        var isAsCommitted = Convert.ToHexStringLower(SHA256.HashData(content.Span)) == table.Sha256;
        if (!isAsCommitted)
        {
            findings.Add(
                FindingKind.TableDamaged,
                content.Length != table.Bytes
                    ? OtherLength(content.Length, table.Bytes)
                    : "has another SHA-256 than the manifest says",
                key
            );
        }
        try
        {
            var rows = TenantsCsv.Read(key, content);
            if (isAsCommitted && rows.Count != table.Rows)
            {
                findings.Add(
                    FindingKind.TableDamaged,
                    $"has {rows.Count} rows, and the manifest says {table.Rows}",
                    key
                );
            }
            return Compare(manifest, key, rows);
        }
        catch (InvalidDataException)
        {
            if (isAsCommitted)
            {
                findings.Add(FindingKind.TableDamaged, "is no table of billing records", key);
            }
            return None;
        }
    }

    private Dictionary<string, BillingRecord> Compare(
        RunManifest manifest,
        string key,
        IReadOnlyList<BillingRecord> rows
    )
    {
        var open = new Dictionary<string, string>(manifest.Records.Count, StringComparer.Ordinal);
        foreach (var record in manifest.Records)
        {
            open[record.TenantId] = record.Sha256;
        }
        var doubtful = new Dictionary<string, BillingRecord>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            if (!open.Remove(row.TenantId, out var sha256))
            {
                findings.Add(
                    FindingKind.RowUnexpected,
                    $"has a row of tenant {row.TenantId} beyond the manifest's records",
                    key,
                    row.TenantId
                );
            }
            else if (RecordRenderer.HashOf(row) != sha256)
            {
                doubtful[row.TenantId] = row;
            }
        }
        foreach (var tenant in open.Keys)
        {
            findings.Add(FindingKind.RowMissing, $"has no row of tenant {tenant}", key, tenant);
        }
        return doubtful;
    }
}
