using System.Security.Cryptography;
using BillingOperator.Billing.Records;

namespace BillingOperator.Billing.Verification;

/// <summary>Reads the manifests of one period, and says what is wrong with them.</summary>
internal sealed class ManifestReader(ObjectReader reader, PeriodObjects objects, FindingList findings)
{
    /// <summary>Far more than the manifest of a million tenants takes.</summary>
    private const long Longest = 1L << 30;

    /// <summary>Reads the manifest of a run.</summary>
    /// <param name="key">Where it is.</param>
    /// <param name="sha256">SHA-256 that it must have; <see langword="null"/> where that is not known.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns><see langword="null"/> where it cannot be used; why is among the findings.</returns>
    public async Task<CommittedRun?> ReadAsync(string key, string? sha256, CancellationToken cancellationToken)
    {
        if (ObjectReader.IsTooLong(objects.SizeOf(key), Longest))
        {
            findings.Add(FindingKind.ManifestDamaged, $"has {objects.SizeOf(key)} bytes, which no manifest has", key);
            return null;
        }
        var found = await reader.ReadAsync(key, findings, cancellationToken);
        if (found.IsMissing)
        {
            findings.Add(FindingKind.ManifestMissing, "is the manifest of the newest run, and is not there", key);
        }
        return found.Content is { } content ? Understand(key, content, sha256) : null;
    }

    private CommittedRun? Understand(string key, ReadOnlyMemory<byte> content, string? sha256)
    {
        var actual = Convert.ToHexStringLower(SHA256.HashData(content.Span));
        var isChanged = sha256 is not null && sha256 != actual;
        var manifest = Parse(key, content);
        if (manifest is { SchemaVersion: not RunManifest.CurrentSchema })
        {
            findings.Add(FindingKind.NewerSchema, $"has schema_version {manifest.SchemaVersion}", key);
            return null;
        }
        var fault = manifest is null ? "is no manifest that the operator wrote" : FaultOf(manifest, key);
        if (manifest is null || fault is not null)
        {
            findings.Add(FindingKind.ManifestDamaged, fault!, key);
            return null;
        }
        if (isChanged)
        {
            findings.Add(
                FindingKind.ManifestDamaged,
                $"has the SHA-256 {actual}, and latest.json names {sha256}: one of the two was changed",
                key
            );
        }
        return new CommittedRun(manifest, key, actual);
    }

    private static RunManifest? Parse(string key, ReadOnlyMemory<byte> content)
    {
        try
        {
            return RunManifest.Read(key, content) is var manifest && IsComplete(manifest) ? manifest : null;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    // JSON may say null where the operator never does.
    private static bool IsComplete(RunManifest manifest) =>
        manifest
            is {
                RunId: not null,
                Counts: not null,
                Csv: { Key: not null, Sha256: not null },
                Records: not null,
                Skipped: not null,
            }
        && manifest.Records.All(record =>
            record is { TenantId: not null, Key: not null, Sha256: not null, Bytes: >= 0 }
        )
        && manifest.Skipped.All(tenant => tenant is { Namespace: not null, Name: not null, Reason: not null });

    private string? FaultOf(RunManifest manifest, string key) =>
        (manifest.Event, manifest.BillingPeriod) != (objects.Layout.Event, objects.Layout.Period)
            ? $"is the manifest of {manifest.Event} {manifest.BillingPeriod}"
        : key != objects.Layout.ManifestKey(manifest.RunId) ? $"is the manifest of another run, {manifest.RunId}"
        : manifest.Counts.Records != manifest.Records.Count
            ? $"counts {manifest.Counts.Records} records and names {manifest.Records.Count}"
        : manifest.Csv.Rows != manifest.Records.Count
            ? $"names a table of {manifest.Csv.Rows} rows and {manifest.Records.Count} records"
        : manifest.Counts.Skipped != manifest.Skipped.Count
            ? $"counts {manifest.Counts.Skipped} skipped tenants and names {manifest.Skipped.Count}"
        : TwiceNamed(manifest) is { } tenant ? $"names the tenant {tenant} twice"
        : null;

    private static string? TwiceNamed(RunManifest manifest)
    {
        var tenants = new HashSet<string>(StringComparer.Ordinal);
        return manifest.Records.FirstOrDefault(record => !tenants.Add(record.TenantId))?.TenantId;
    }
}
