using BillingOperator.Billing.Records;

namespace BillingOperator.Billing.Verification;

/// <summary>Finds the newest committed run of a period: by <c>latest.json</c>, or else by the manifests that there are.</summary>
internal sealed class PointerReader(
    ObjectReader reader,
    ManifestReader manifests,
    PeriodObjects objects,
    FindingList findings
)
{
    private const int Longest = 64 * 1024;

    private readonly BucketLayout _layout = objects.Layout;

    /// <summary>The run that counts; <see langword="null"/> where there is none, or it cannot be read.</summary>
    public async Task<CommittedRun?> FindAsync(CancellationToken cancellationToken)
    {
        var key = _layout.LatestKey;
        var found = ObjectReader.IsTooLong(objects.SizeOf(key), Longest)
            ? new FoundObject(ReadOnlyMemory<byte>.Empty, IsMissing: false)
            : await reader.ReadAsync(key, findings, cancellationToken);
        if (found.Content is { } content)
        {
            if (Parse(key, content) is { } pointer && BucketKey.Parse(pointer.ManifestKey)?.In(_layout) is { } manifest)
            {
                if (pointer.ManifestSha256 is null)
                {
                    findings.Add(
                        FindingKind.ManifestUnproved,
                        "names no SHA-256 of the manifest, as where the operator may not read the bucket",
                        key
                    );
                }
                var run = await manifests.ReadAsync(manifest, pointer.ManifestSha256, cancellationToken);
                await LookAheadAsync(pointer, cancellationToken);
                return run;
            }
            findings.Add(FindingKind.PointerDamaged, "is not what the operator writes there", key);
        }
        else if (found.IsMissing && objects.Committed.Count > 0)
        {
            findings.Add(FindingKind.PointerMissing, "is not there, and there are committed runs", key);
        }
        else if (found.IsMissing)
        {
            findings.Add(
                FindingKind.NothingCommitted,
                $"no run is committed; {objects.Records.Count} records are there",
                _layout.Folder
            );
        }
        return await FindNewestAsync(cancellationToken);
    }

    private async Task<CommittedRun?> FindNewestAsync(CancellationToken cancellationToken)
    {
        foreach (var run in objects.Committed.Reverse())
        {
            if (await manifests.ReadAsync(_layout.ManifestKey(run), null, cancellationToken) is { } newest)
            {
                return newest;
            }
        }
        return null;
    }

    // Ids of runs sort by time, so that only a manifest behind the pointer's need be read.
    private async Task LookAheadAsync(LatestPointer pointer, CancellationToken cancellationToken)
    {
        foreach (var run in objects.Committed.Reverse().TakeWhile(run => string.CompareOrdinal(run, pointer.RunId) > 0))
        {
            if (
                await manifests.ReadAsync(_layout.ManifestKey(run), null, cancellationToken) is { } newer
                && newer.Manifest.Slot > pointer.Slot
            )
            {
                findings.Add(
                    FindingKind.PointerBehind,
                    $"names run {pointer.RunId}, and run {run} is newer and committed",
                    _layout.LatestKey
                );
                return;
            }
        }
    }

    private LatestPointer? Parse(string key, ReadOnlyMemory<byte> content)
    {
        try
        {
            return
                LatestPointer.Read(key, content) is { ManifestKey: not null, RunId: not null } pointer
                && (pointer.Event, pointer.BillingPeriod) == (_layout.Event, _layout.Period)
                ? pointer
                : null;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
