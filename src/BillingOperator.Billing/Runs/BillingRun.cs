using System.Security.Cryptography;
using BillingOperator.Api.Reasons;
using BillingOperator.Billing.ObjectStores;
using BillingOperator.Billing.Prefixes;
using BillingOperator.Billing.Records;
using BillingOperator.Billing.Tenants;

namespace BillingOperator.Billing.Runs;

/// <summary>
/// The billing process: records, then the table, then the manifest, then the pointer. Every step can be done again
/// without harm, so a run that was broken off anywhere is simply executed again under the same order, here or elsewhere.
/// What the bucket already holds decides: a manifest means that the run is committed, a table fixes which tenants belong
/// to it, a record is never written twice.
/// </summary>
/// <param name="store">Where everything is written.</param>
/// <param name="time">Tells when the manifest was committed.</param>
public sealed class BillingRun(IObjectStore store, TimeProvider time)
{
    private const string Json = "application/json";
    private const string Csv = "text/csv; charset=utf-8";

    /// <summary>Most bytes that a record usually takes in a manifest.</summary>
    private const int BytesPerRecord = 384;

    /// <summary>Another replica may come first once with the table, and once with the manifest.</summary>
    private const int CommitTries = 4;

    /// <summary>Executes a run, or the rest of it.</summary>
    /// <param name="spec">What to do.</param>
    /// <param name="source">
    /// Where the tenants come from. It is asked once, and only where no earlier try has committed the run; an earlier try's
    /// table takes precedence.
    /// </param>
    /// <param name="progress">Counts along.</param>
    /// <param name="cancellationToken">Stops between two objects.</param>
    /// <returns>The committed run.</returns>
    /// <exception cref="ObjectStoreException">The store as a whole refused or could not be reached.</exception>
    /// <exception cref="TenantsUnavailableException">The tenants cannot be read now.</exception>
    /// <exception cref="RunIncompleteException">Some records could not be stored; the others are.</exception>
    public async Task<RunOutcome> ExecuteAsync(
        RunSpec spec,
        ITenantSource source,
        RunProgress progress,
        CancellationToken cancellationToken
    )
    {
        var cluster = spec.ClusterUid is { } uid ? new ClusterIdentity(uid, spec.Cluster) : null;
        var ownership = new PrefixOwnership(store, spec.Prefix, cluster, time, takenOver: spec.TakenOver);
        await ownership.CheckAsync(spec.Layout.LatestKey, cancellationToken);
        var outcome =
            await FindAsync(spec, cancellationToken) ?? await CommitAsync(spec, source, progress, cancellationToken);
        return outcome with { PointerFailure = await TryMovePointerAsync(spec, outcome, cancellationToken) };
    }

    /// <summary>The run, where an earlier try or another replica committed it.</summary>
    /// <exception cref="ObjectStoreException">The store refused or could not be reached.</exception>
    public async Task<RunOutcome?> FindAsync(RunSpec spec, CancellationToken cancellationToken)
    {
        var key = spec.Layout.ManifestKey(spec.RunId);
        return await store.FindAsync(key, cancellationToken) is Found found
            ? await AdoptAsync(key, found.Object, cancellationToken)
            : null;
    }

    /// <summary>The run is committed: what keeps the pointer from moving is reported, and does not fail it.</summary>
    private async Task<string?> TryMovePointerAsync(
        RunSpec spec,
        RunOutcome outcome,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var mover = new LatestPointerMover(store, time);
            await mover.MoveAsync(spec.Layout.LatestKey, PointerTo(outcome), cancellationToken);
            return null;
        }
        // What may get better is tried again with the run, which adopts its manifest then.
        catch (ObjectStoreException failure) when (failure.IsPermanent)
        {
            return $"{failure.Failure}: {failure.Message}";
        }
    }

    private async Task<RunOutcome> CommitAsync(
        RunSpec spec,
        ITenantSource source,
        RunProgress progress,
        CancellationToken cancellationToken
    )
    {
        var selection = TenantSelection.Of(await source.TakeViewAsync(cancellationToken), spec.TenantSelector);
        for (var attempt = 1; ; attempt++)
        {
            if (await TryCommitAsync(spec, selection, progress, cancellationToken) is { } outcome)
            {
                return outcome;
            }
            if (attempt == CommitTries)
            {
                throw new ObjectStoreException(
                    ObjectStoreFailure.StoreError,
                    $"run {spec.RunId} cannot be committed: the store refuses its table or manifest since it is there, "
                        + "and does not find it when it is read; look into the store's own log"
                );
            }
            await RetryPause.AfterAsync(attempt, time, cancellationToken);
        }
    }

    private async Task<RunOutcome?> TryCommitAsync(
        RunSpec spec,
        TenantSelection selection,
        RunProgress progress,
        CancellationToken cancellationToken
    )
    {
        var layout = spec.Layout;
        var earlierTable = await store.FindAsync(layout.CsvKey(spec.RunId), cancellationToken);
        var records = earlierTable is Found table
            ? await ReadTableAsync(layout.CsvKey(spec.RunId), table.Object, cancellationToken)
            : new LazyList<BillingRecord>(
                selection.Expected.Count,
                i => RecordRenderer.Describe(selection.Expected[i], spec.Period)
            );

        var uploader = new RecordUploader(store, layout, spec.Concurrency);
        var uploaded = await uploader.UploadAsync(records, progress, cancellationToken);

        var csv = earlierTable is Found known ? known.Object.Content : TenantsCsv.Write(records);
        if (earlierTable is not Found && !await TryWriteTableAsync(layout.CsvKey(spec.RunId), csv, cancellationToken))
        {
            return null; // Another replica fixed the tenants of this run first: its table holds.
        }
        var skipped = earlierTable is Found ? SkippedBeside(uploaded, selection) : selection.Skipped;
        var manifest = Manifest(spec, selection, skipped, uploaded, csv);
        return await TryWriteManifestAsync(spec, manifest, uploaded, cancellationToken);
    }

    private async Task<bool> TryWriteTableAsync(
        string key,
        ReadOnlyMemory<byte> csv,
        CancellationToken cancellationToken
    )
    {
        var item = new ObjectToPut(key, csv, Csv, SHA256.HashData(csv.Span), PutCondition.IfAbsent);
        if (await store.PutAsync(item, cancellationToken) == PutOutcome.Stored)
        {
            return true;
        }
        switch (await store.FindAsync(key, cancellationToken))
        {
            case Found found:
                return found.Object.Content.Span.SequenceEqual(csv.Span);
            case Missing:
                return false;
            default:
                // The table of an earlier try may not be read, so this try's takes its place.
                await store.PutAsync(item with { Condition = PutCondition.None }, cancellationToken);
                return true;
        }
    }

    private async Task<RunOutcome?> TryWriteManifestAsync(
        RunSpec spec,
        RunManifest manifest,
        UploadedRecords uploaded,
        CancellationToken cancellationToken
    )
    {
        var key = spec.Layout.ManifestKey(spec.RunId);
        var content = BucketJsonContext.Write(
            manifest,
            BucketJsonContext.Indented.RunManifest,
            capacity: (1 + manifest.Records.Count) * BytesPerRecord
        );
        var hash = SHA256.HashData(content.Span);
        var item = new ObjectToPut(key, content, Json, hash, PutCondition.IfAbsent);
        var outcome = new RunOutcome
        {
            Manifest = manifest,
            ManifestKey = key,
            ManifestSha256 = Convert.ToHexStringLower(hash),
            UploadedTenants = uploaded.NewTenants,
            ListingFailure = uploaded.ListingFailure,
        };
        if (await store.PutAsync(item, cancellationToken) == PutOutcome.Stored)
        {
            return outcome;
        }
        return await store.FindAsync(key, cancellationToken) switch
        {
            Found found => await AdoptAsync(key, found.Object, cancellationToken) with
            {
                UploadedTenants = uploaded.NewTenants,
            },
            Missing => null,
            _ => outcome with { ManifestSha256 = null },
        };
    }

    /// <summary>Reads the table of an earlier try, which says who is billed: a part of it must not pass for all.</summary>
    private async Task<IReadOnlyList<BillingRecord>> ReadTableAsync(
        string key,
        RetrievedObject table,
        CancellationToken cancellationToken
    )
    {
        var length = table.Content.Length;
        return await ContentDoubt.FindContradictionAsync(store, key, length, cancellationToken) is { } doubt
            ? throw doubt
            : await store.UnderstandAsync(key, table, TenantsCsv.Read, cancellationToken);
    }

    private async Task<RunOutcome> AdoptAsync(string key, RetrievedObject found, CancellationToken cancellationToken) =>
        new()
        {
            Manifest = await store.UnderstandAsync(key, found, RunManifest.Read, cancellationToken),
            ManifestKey = key,
            ManifestSha256 = Convert.ToHexStringLower(SHA256.HashData(found.Content.Span)),
            UploadedTenants = new HashSet<string>(),
            IsAdopted = true,
        };

    private RunManifest Manifest(
        RunSpec spec,
        TenantSelection selection,
        IReadOnlyList<TenantState> skipped,
        UploadedRecords uploaded,
        ReadOnlyMemory<byte> csv
    ) =>
        new()
        {
            RunId = spec.RunId,
            Event = spec.Event,
            Trigger = spec.Trigger,
            Cluster = spec.Cluster,
            ClusterUid = spec.ClusterUid,
            OperatorVersion = spec.OperatorVersion,
            BillingPeriod = spec.Period.Id,
            Slot = spec.Slot,
            CommittedAt = time.GetUtcNow(),
            Note = spec.IsPeriodPast ? NoteOf(spec) : null,
            Counts = new ManifestCounts(
                uploaded.Records.Count,
                uploaded.NewTenants.Count,
                skipped.Count,
                selection.Tenants,
                selection.Selected
            ),
            Csv = new ManifestCsv(
                spec.Layout.CsvKey(spec.RunId),
                csv.Length,
                uploaded.Records.Count,
                Convert.ToHexStringLower(SHA256.HashData(csv.Span))
            ),
            Records = uploaded.Records,
            Skipped = [.. skipped.Select(SkippedTenant.Of)],
        };

    private static string NoteOf(RunSpec spec) =>
        $"{spec.Period.Id} was over when this run took its tenants: the records hold what the tenants said then, not what "
        + $"they said in {spec.Period.Id}.";

    // An earlier try's table may hold a tenant that has become invalid since: it is in this run, and is not left out.
    private static IReadOnlyList<TenantState> SkippedBeside(UploadedRecords uploaded, TenantSelection selection)
    {
        var billed = uploaded.Records.Select(record => record.TenantId).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. selection.Skipped.Where(state =>
                state.Reason is TenantReasons.DuplicateTenantId or TenantReasons.TenantIdReleased
                || !billed.Contains(state.Tenant.ClaimedId())
            ),
        ];
    }

    private static LatestPointer PointerTo(RunOutcome outcome) =>
        new()
        {
            Event = outcome.Manifest.Event,
            BillingPeriod = outcome.Manifest.BillingPeriod,
            RunId = outcome.Manifest.RunId,
            Slot = outcome.Manifest.Slot,
            ManifestKey = outcome.ManifestKey,
            ManifestSha256 = outcome.ManifestSha256,
            Cluster = outcome.Manifest.Cluster,
            ClusterUid = outcome.Manifest.ClusterUid,
        };
}
