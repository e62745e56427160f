using System.Runtime.CompilerServices;
using BillingOperator.Billing.ObjectStores;
using BillingOperator.Billing.Records;
using BillingOperator.Billing.Scheduling;

namespace BillingOperator.Billing.Verification;

/// <summary>
/// Holds a bucket against itself, as a finance team would: <c>latest.json</c>, the manifest that it names, the table and the
/// records that the manifest names, and what nothing names. It reads and lists, and writes nothing. One period is held in
/// memory at a time, without the content of its records.
/// </summary>
/// <param name="store">The bucket, or a folder of the same layout.</param>
/// <param name="scope">What to verify.</param>
/// <param name="progress">Counts along.</param>
public sealed class BucketVerifier(IObjectStore store, VerificationScope scope, VerificationProgress progress)
{
    private readonly ObjectReader _reader = new(store, scope.Concurrency);

    /// <summary>Verifies each billing period that is found, in the order of the keys; nothing where there is none.</summary>
    /// <exception cref="ObjectStoreException">The store as a whole refused or could not be reached.</exception>
    public async IAsyncEnumerable<PeriodReport> VerifyAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var isFound = false;
        foreach (var prefix in Prefixes())
        {
            await foreach (var period in PeriodObjects.ListAsync(store, prefix, IsWanted, cancellationToken))
            {
                isFound = true;
                yield return await VerifyAsync(period, cancellationToken);
            }
            if (isFound)
            {
                yield break;
            }
        }
    }

    // The event's own folder first, so that nobody lists years for one month. It may be further down as well.
    private IEnumerable<string> Prefixes()
    {
        var root = BucketLayout.Root(scope.Prefix);
        if (scope is { Event: { } name, Period: { } period })
        {
            yield return new BucketLayout(scope.Prefix, name, period).Folder;
        }
        else if (scope.Event is { } any)
        {
            yield return $"{root}{any}/";
        }
        yield return root;
    }

    private bool IsWanted(BucketKey key) => scope.Includes(key) && BillingPeriod.TryParse(key.Period, out _);

    private async Task<PeriodReport> VerifyAsync(PeriodObjects objects, CancellationToken cancellationToken)
    {
        var findings = new FindingList(objects.Layout);
        var manifests = new ManifestReader(_reader, objects, findings);
        var run = await new PointerReader(_reader, manifests, objects, findings).FindAsync(cancellationToken);
        if (run is not null)
        {
            Note(run.Manifest, findings);
            var table = new TableVerifier(_reader, objects, findings);
            var records = new RecordVerifier(_reader, objects, findings, progress);
            var doubtful = await table.VerifyAsync(run.Manifest, cancellationToken);
            await records.VerifyAsync(run.Manifest, doubtful, scope.Concurrency, cancellationToken);
            await new UnnamedRecords(_reader, manifests, objects).FindAsync(run, findings, cancellationToken);
        }
        foreach (var key in objects.Others)
        {
            findings.Add(FindingKind.ObjectUnexpected, "is no object that the operator writes", key);
        }
        foreach (var broken in objects.WithTable.Except(objects.Committed, StringComparer.Ordinal))
        {
            var key = objects.Layout.CsvKey(broken);
            findings.Add(FindingKind.RunBrokenOff, $"is of run {broken}, which goes on or was broken off", key);
        }
        return new PeriodReport(objects.Layout.Event, objects.Layout.Period, findings.Sorted())
        {
            Manifest = run?.Manifest,
            ManifestKey = run?.Key,
            ManifestSha256 = run?.Sha256,
        };
    }

    private static void Note(RunManifest manifest, FindingList findings)
    {
        if (manifest.Note is { } note)
        {
            findings.Add(FindingKind.ManifestNote, note);
        }
        foreach (var tenant in manifest.Skipped)
        {
            findings.Add(
                FindingKind.TenantSkipped,
                $"tenant {tenant.Namespace}/{tenant.Name} is left out: {tenant.Reason}",
                tenant: tenant.TenantId
            );
        }
    }
}
