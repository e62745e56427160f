using BillingOperator.Api.Reasons;
using BillingOperator.Api.Settings;
using BillingOperator.Billing.ObjectStores;
using BillingOperator.Billing.Prefixes;
using BillingOperator.Billing.Reports;
using BillingOperator.Billing.Runs;
using BillingOperator.Manifests;
using BillingOperator.Manifests.Runs;
using BillingOperator.Storage;
using BillingOperator.Terminal;

namespace BillingOperator.Commands;

/// <summary>Carries out the runs of <c>run</c>: tenants from manifests, to a bucket or a folder, with a progress bar.</summary>
/// <param name="set">The manifests.</param>
/// <param name="options">What was asked for.</param>
/// <param name="caBundle">What stands for the Secret with the CA bundle; <see langword="null"/> for nothing.</param>
/// <param name="time">The clock.</param>
internal sealed class ManualRuns(ManifestSet set, RunOptions options, string? caBundle, TimeProvider time)
{
    private readonly ManifestTenantSource _tenants = new(set);

    /// <summary>Runs an event, or tells why it does not.</summary>
    public async Task<ManualRunResult> ExecuteAsync(ManualOrder order, CancellationToken cancellationToken)
    {
        var result = new ManualRunResult { Event = order.Event, Period = order.Run?.Period.Id };
        if (order.Error is not null)
        {
            return result with { Failure = order.Error };
        }
        result = result with
        {
            Location = order.Settings is null
                ? Path.GetFullPath(options.Folder!)
                : ObjectStoreFactory.LocationOf(order.Settings),
        };
        using var store = Open(order);
        var dry = options.IsDryRun ? new DryRunStore(store) : null;
        var progress = new RunProgress();
        try
        {
            var outcome = await ProgressBar.ShowAsync(
                dry is null ? "Uploading" : "Looking",
                () => (progress.Stored, progress.Expected),
                ExecuteAsync(order, dry ?? (IObjectStore)store, progress, cancellationToken)
            );
            return result with { Outcome = outcome, WouldWrite = dry?.Keys };
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            return result with { Failure = Failed(BillingEventReasons.Interrupted, "it was stopped", progress) };
        }
        catch (ObjectStoreException failure)
        {
            return result with { Failure = Failed($"{failure.Failure}", failure.Message, progress) };
        }
        catch (RunIncompleteException failure)
        {
            return result with { Failure = Failed($"{failure.Failure}", failure.Message, progress) };
        }
    }

    private async Task<RunOutcome> ExecuteAsync(
        ManualOrder order,
        IObjectStore store,
        RunProgress progress,
        CancellationToken cancellationToken
    )
    {
        var prefix = order.Settings is { } settings ? ObjectStoreFactory.PrefixOf(settings) : null;
        var spec = await PlaceAsync(order.Run! with { Prefix = prefix }, store, cancellationToken);
        return await new BillingRun(store, time).ExecuteAsync(spec, _tenants, progress, cancellationToken);
    }

    private IOpenStore Open(ManualOrder order) =>
        order.Settings is { } settings
            ? new ObjectStoreFactory(secrets: null, time).Open(WithCaBundle(settings), order.Run!.Concurrency)
            : ObjectStoreFactory.OpenFolder(options.Folder!);

    private BillingServerSettingsSpec WithCaBundle(BillingServerSettingsSpec settings) =>
        caBundle is null ? settings : ObjectStoreFactory.WithCaBundle(settings, caBundle) ?? settings;

    /// <summary>
    /// Makes sure that no cluster writes at this place, or only the one that was named: between the runs of both, the pointer
    /// would move, and two sets of tenants would bill one period.
    /// </summary>
    private async Task<RunSpec> PlaceAsync(RunSpec spec, IObjectStore store, CancellationToken cancellationToken)
    {
        var ownership = new PrefixOwnership(store, spec.Prefix, cluster: null, time);
        var owner = await ownership.FindOwnerAsync(spec.Layout.LatestKey, cancellationToken);
        if (owner is null || owner.Uid == options.ClusterUid)
        {
            return owner is null ? spec : spec with { Cluster = owner.Name, ClusterUid = owner.Uid };
        }
        var elsewhere = options.Folder is null ? "set another spec.s3.prefix" : "name another folder";
        throw new ObjectStoreException(
            ObjectStoreFailure.PrefixInUse,
            $"cluster \"{owner.Name}\" ({owner.Uid}) writes there: {elsewhere}; or, to add a run to those of that cluster, "
                + $"name it: --cluster-uid {owner.Uid}"
        );
    }

    private ManualRunFailure Failed(string reason, string message, RunProgress progress) =>
        new(
            reason,
            progress.Expected is { } expected && !options.IsDryRun
                ? $"{message.TrimEnd('.')}. {progress.Stored} of {expected} records are stored; run it again to go on"
                : message
        );
}
