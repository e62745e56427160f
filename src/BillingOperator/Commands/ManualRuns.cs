using BillingOperator.Api.Events;
using BillingOperator.Api.Reasons;
using BillingOperator.Api.Settings;
using BillingOperator.Billing.ObjectStores;
using BillingOperator.Billing.Planning;
using BillingOperator.Billing.Prefixes;
using BillingOperator.Billing.Reports;
using BillingOperator.Billing.Runs;
using BillingOperator.Billing.Validation;
using BillingOperator.Hosting;
using BillingOperator.Kubernetes.Configuration;
using BillingOperator.Manifests;
using BillingOperator.Storage;
using BillingOperator.Storage.Folders;
using BillingOperator.Terminal;

namespace BillingOperator.Commands;

/// <summary>Puts together the runs of <c>run</c>: events, tenants and settings from manifests, a bucket or a folder.</summary>
internal sealed class ManualRuns(ManifestSet set, RunOptions options, TimeProvider time)
{
    private readonly ManifestErrors _errors = new(set);
    private readonly ManifestTenantSource _tenants = new(set);

    /// <summary>What is to be run, in the order of the manifests. Nothing has been written or connected to yet.</summary>
    /// <exception cref="MisuseException">There is nothing to run, or an option does not fit.</exception>
    public IReadOnlyList<ManualOrder> Plan(TextWriter notes)
    {
        var orders = Choose(notes).Select(Order).ToList();
        return orders.Count > 0
            ? orders
            : throw new MisuseException(
                "nothing was run: every BillingEvent of the manifests is disabled. Name one with --event, or write to a "
                    + "folder with --output"
            );
    }

    /// <summary>Runs an event, or tells why it does not.</summary>
    public async Task<ManualRunResult> ExecuteAsync(ManualOrder order, CancellationToken cancellationToken)
    {
        var result = new ManualRunResult { Event = order.Name, Period = order.Spec?.Period.Id };
        if (order.Error is { } error)
        {
            return result with { Failure = error };
        }
        BillingServerSettings? settings = null;
        if (options.Folder is null && FindSettings(order, out settings) is { } unusable)
        {
            return result with { Failure = unusable };
        }
        result = result with
        {
            Location = settings is null
                ? Path.GetFullPath(options.Folder!)
                : ObjectStoreFactory.LocationOf(settings.Spec),
        };
        using var store = Open(settings?.Spec, order.Spec!.Concurrency);
        var dry = options.IsDryRun ? new DryRunStore(store) : null;
        var progress = new RunProgress();
        try
        {
            var outcome = await ProgressBar.ShowAsync(
                dry is null ? "Uploading" : "Looking",
                () => (progress.Stored, progress.Expected),
                ExecuteAsync(order.Spec with { Prefix = PrefixOf(settings) }, dry ?? (IObjectStore)store, progress)
            );
            return result with { Outcome = outcome, WouldWrite = dry?.Keys };
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            return result with { Failure = Failed(ManualRunFailure.Interrupted, "it was stopped", progress) };
        }
        catch (ObjectStoreException failure)
        {
            return result with { Failure = Failed($"{failure.Failure}", failure.Message, progress) };
        }
        catch (RunIncompleteException failure)
        {
            return result with { Failure = Failed($"{failure.Failure}", failure.Message, progress) };
        }

        async Task<RunOutcome> ExecuteAsync(RunSpec spec, IObjectStore target, RunProgress progress)
        {
            var placed = await PlaceBesideAsync(spec, store, settings, cancellationToken);
            return await new BillingRun(target, time).ExecuteAsync(placed, _tenants, progress, cancellationToken);
        }
    }

    private IEnumerable<Manifest<BillingEvent>> Choose(TextWriter notes)
    {
        var events = set.Of<BillingEvent>();
        if (options.Event is { } name)
        {
            var named = events.Where(one => one.Key.Name == name).ToList();
            return named.Count > 0 ? named : throw NoSuchEvent(name, events);
        }
        if (events.Count == 0)
        {
            throw new MisuseException(
                "nothing was run: there is no BillingEvent in the manifests. Add one, which says what is billed when"
            );
        }
        foreach (var disabled in events.Where(IsLeftOut))
        {
            notes.WriteLine(
                $"BillingEvent {disabled.Key.Name} is disabled and was left out: name it with --event {disabled.Key.Name}"
            );
        }
        return events.Where(one => !IsLeftOut(one));
    }

    // Whoever writes to a folder asks for just that; the bucket is the finance team's.
    private bool IsLeftOut(Manifest<BillingEvent> one) => options.Folder is null && one.Entity.Spec.Enabled != true;

    private static MisuseException NoSuchEvent(string name, IReadOnlyList<Manifest<BillingEvent>> events)
    {
        var meant = SimilarName.Find(name, events.Select(one => one.Key.Name));
        var there = string.Join(", ", events.Select(one => one.Key.Name));
        return new MisuseException(
            $"--event {name}: there is no such BillingEvent in the manifests"
                + (
                    meant is not null ? $"; did you mean {meant}?"
                    : there.Length > 0 ? $": there are {there}"
                    : ", and no other"
                )
        );
    }

    private ManualOrder Order(Manifest<BillingEvent> one)
    {
        if (ErrorsOf(one) is { } errors)
        {
            return new ManualOrder(one, null, new ManualRunFailure(BillingEventReasons.Invalid, errors));
        }
        var (now, spec) = (time.GetUtcNow(), one.Entity.Spec);
        return ManualRun.FindPeriodError(options.Period, spec, now, out var period) is { } error
            ? throw new MisuseException($"--period {error} (BillingEvent {one.Key.Name})")
            : new ManualOrder(one, ManualRun.Order(one.Key.Name, spec, period, now, ProgramVersion.Text));
    }

    private ManualRunFailure? FindSettings(ManualOrder order, out BillingServerSettings? settings)
    {
        var name = order.Event.Entity.Spec.ServerSettingsRef?.Name ?? "default";
        var found = set.Of<BillingServerSettings>().FirstOrDefault(one => one.Key.Name == name);
        settings = found?.Entity;
        return found is null
                ? new ManualRunFailure(
                    BillingEventReasons.SettingsNotFound,
                    $"BillingServerSettings {name} are not in the manifests: add them, correct "
                        + "spec.serverSettingsRef.name, or write to a folder with --output"
                )
            : ErrorsOf(found) is { } errors
                ? new ManualRunFailure(
                    BillingEventReasons.SettingsNotReady,
                    $"BillingServerSettings {name} are not valid: {errors}"
                )
            : null;
    }

    private string? ErrorsOf(Manifest manifest) =>
        _errors.Of(manifest) is { Count: > 0 } errors ? $"{manifest.Place}: {string.Join("; ", errors)}" : null;

    private IOpenStore Open(BillingServerSettingsSpec? settings, int concurrency) =>
        settings is null
            ? new FolderObjectStore(options.Folder!)
            : new ObjectStoreFactory(secrets: null, time).Open(WithCaBundle(settings), concurrency);

    private BillingServerSettingsSpec WithCaBundle(BillingServerSettingsSpec settings)
    {
        if (options.CaBundle is not { } file)
        {
            return settings;
        }
        return ObjectStoreFactory.WithCaBundle(settings, CaBundleFile.Read(file))
            ?? throw new MisuseException(
                "--ca-bundle stands for a Secret, and spec.s3.caBundle of the settings names none: leave it out"
            );
    }

    private static string? PrefixOf(BillingServerSettings? settings) =>
        settings is null ? null : ObjectStoreFactory.PrefixOf(settings.Spec);

    /// <summary>
    /// Makes sure that no cluster writes at this place, or only the one that was named: between the runs of both, the pointer
    /// would move, and two sets of tenants would bill one period.
    /// </summary>
    private async Task<RunSpec> PlaceBesideAsync(
        RunSpec spec,
        IObjectStore store,
        BillingServerSettings? settings,
        CancellationToken cancellationToken
    )
    {
        var ownership = new PrefixOwnership(store, spec.Prefix, cluster: null, time);
        var owner = await ownership.FindOwnerAsync(spec.Layout.LatestKey, cancellationToken);
        if (owner is null || owner.Uid == options.ClusterUid)
        {
            return owner is null ? spec : spec with { Cluster = owner.Name, ClusterUid = owner.Uid };
        }
        var elsewhere = settings is null ? "name another folder" : "set another spec.s3.prefix";
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
