using BillingOperator.Billing.Records;

namespace BillingOperator.Billing.Verification;

/// <summary>
/// Finds the records that no committed run names. Those of earlier runs are fine: a tenant that was changed has one more. So
/// are those of a run that was committed since the listing.
/// </summary>
internal sealed class UnnamedRecords(ObjectReader reader, ManifestReader manifests, PeriodObjects objects)
{
    private readonly BucketLayout _layout = objects.Layout;

    /// <summary>Finds them.</summary>
    /// <param name="newest">The run that was verified, whose records are named.</param>
    /// <param name="findings">Takes them in.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task FindAsync(CommittedRun newest, FindingList findings, CancellationToken cancellationToken)
    {
        var unnamed = new HashSet<string>(objects.Records, StringComparer.Ordinal);
        Remove(unnamed, newest.Manifest);
        await RemoveAsync(unnamed, objects.Committed.Where(run => run != newest.Manifest.RunId), cancellationToken);
        if (unnamed.Count > 0)
        {
            await RemoveAsync(unnamed, await ListNewRunsAsync(cancellationToken), cancellationToken);
        }
        foreach (var key in unnamed)
        {
            findings.Add(FindingKind.RecordUnexpected, "is named by no committed run", key);
        }
    }

    private async Task RemoveAsync(
        HashSet<string> unnamed,
        IEnumerable<string> runs,
        CancellationToken cancellationToken
    )
    {
        // Most are of a run that was committed not long ago.
        foreach (var run in runs.Reverse())
        {
            if (unnamed.Count == 0)
            {
                return;
            }
            if (await manifests.ReadAsync(_layout.ManifestKey(run), null, cancellationToken) is { } earlier)
            {
                Remove(unnamed, earlier.Manifest);
            }
        }
    }

    private async Task<List<string>> ListNewRunsAsync(CancellationToken cancellationToken)
    {
        var runs = new List<string>();
        await foreach (var item in reader.Store.ListAsync(_layout.RunsPrefix, cancellationToken))
        {
            if (BucketKey.Parse(item.Key)?.RunOfManifest is { } run && !objects.Committed.Contains(run))
            {
                runs.Add(run);
            }
        }
        return runs;
    }

    private void Remove(HashSet<string> unnamed, RunManifest manifest)
    {
        foreach (var record in manifest.Records)
        {
            if (BucketKey.Parse(record.Key)?.In(_layout) is { } key)
            {
                unnamed.Remove(key);
            }
        }
    }
}
