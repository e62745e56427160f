using BillingOperator.Api.Events;
using BillingOperator.Api.Settings;
using BillingOperator.Api.Tenants;
using BillingOperator.Billing.ObjectStores;
using BillingOperator.Billing.Scheduling;
using BillingOperator.Billing.Tenants;
using BillingOperator.Billing.Validation;
using BillingOperator.Billing.Verification;
using BillingOperator.Controllers.Tenants;
using BillingOperator.Hosting;
using BillingOperator.Kubernetes.Client;
using BillingOperator.Kubernetes.Entities;
using BillingOperator.Storage;
using k8s.Models;

namespace BillingOperator.Commands;

/// <summary>
/// Puts together <c>verify</c> with a cluster: what the API server lets the caller read, and the buckets that the settings
/// name. What may not be read is said, and the rest is checked.
/// </summary>
internal sealed class ClusterVerification(
    ClusterAccess cluster,
    VerifyOptions options,
    VerificationProgress progress,
    TimeProvider time,
    TextWriter notes
)
{
    /// <summary>Whether an event was asked for, or found, and could not be checked.</summary>
    public bool HasUnchecked { get; private set; }

    /// <summary>Verifies the event that is named, or all.</summary>
    /// <exception cref="MisuseException">Nothing could be checked.</exception>
    public async Task<IReadOnlyList<PeriodReport>> VerifyAsync(CancellationToken cancellationToken)
    {
        var events = await ReadEventsAsync(cancellationToken);
        var tenants = await TryReadAsync(
            "Tenants: the records are held against their manifest alone",
            async () => await cluster.Client.ListAllAsync<Tenant>(null, cancellationToken)
        );
        var declared = tenants?.Select(TenantObjects.Declare).ToList();
        var reports = new List<PeriodReport>();
        foreach (var one in events)
        {
            try
            {
                await VerifyAsync(one, declared, reports, cancellationToken);
            }
            catch (ObjectStoreException failure)
            {
                Leave(one, $"{failure.Failure}: {failure.Message}");
            }
        }
        return reports;
    }

    private async Task<IReadOnlyList<BillingEvent>> ReadEventsAsync(CancellationToken cancellationToken)
    {
        if (options.Event is { } name)
        {
            return await cluster.Client.GetAsync<BillingEvent>(new EntityKey(null, name), cancellationToken) is { } one
                ? [one]
                : throw new MisuseException($"nothing was checked: there is no BillingEvent {name} in this cluster");
        }
        return await cluster.Client.ListAllAsync<BillingEvent>(null, cancellationToken) is { Count: > 0 } all
            ? all
            : throw new MisuseException("nothing was checked: there is no BillingEvent in this cluster");
    }

    private async Task<T?> TryReadAsync<T>(string what, Func<Task<T?>> read)
        where T : class
    {
        try
        {
            return await read();
        }
        catch (KubernetesException refusal)
        {
            await notes.WriteLineAsync($"not read: {what} ({cluster.Explain(refusal)})");
            return null;
        }
    }

    private async Task VerifyAsync(
        BillingEvent one,
        IReadOnlyCollection<TenantDeclaration>? tenants,
        List<PeriodReport> reports,
        CancellationToken cancellationToken
    )
    {
        if (BillingEventValidator.Validate(one.Spec, one.Metadata.Name) is [var error, ..])
        {
            Leave(one, $"it is not valid: {error}");
            return;
        }
        var name = one.Spec.ServerSettingsRef?.Name ?? "default";
        var settings = await TryReadAsync(
            $"BillingServerSettings {name}",
            () => cluster.Client.GetAsync<BillingServerSettings>(new EntityKey(null, name), cancellationToken)
        );
        if (settings is null || BillingServerSettingsValidator.Validate(settings.Spec) is [_, ..])
        {
            Leave(
                one,
                $"BillingServerSettings {name} {(settings is null ? "are not there, or may not be read" : "are not valid")}"
            );
            return;
        }
        var billed = Describe(one, settings.Spec, tenants);
        var comparison = new ClusterComparison(billed);
        var (spec, secrets) = await PrepareAsync(settings.Spec, cancellationToken);
        using var store = new ObjectStoreFactory(secrets, time).Open(spec, options.Concurrency);
        foreach (var period in PeriodsOf(billed))
        {
            var scope = new VerificationScope
            {
                Prefix = ObjectStoreFactory.PrefixOf(spec),
                Event = billed.Name,
                Period = period,
                Concurrency = options.Concurrency,
            };
            var before = reports.Count;
            var verifier = new BucketVerifier(store, scope, progress);
            await foreach (var report in verifier.VerifyAsync(cancellationToken))
            {
                reports.Add(comparison.Compare(report).WithoutRecords() with { Location = billed.Location });
            }
            if (reports.Count == before)
            {
                reports.Add(comparison.OfNothing(period ?? billed.Current.Id) with { Location = billed.Location });
            }
        }
    }

    private BilledEvent Describe(
        BillingEvent one,
        BillingServerSettingsSpec settings,
        IReadOnlyCollection<TenantDeclaration>? tenants
    ) =>
        new()
        {
            Name = one.Metadata.Name,
            Current = BillingPeriod.Containing(
                time.GetUtcNow(),
                one.Spec.BillingPeriod,
                TimeZones.Find(one.Spec.TimeZone)
            ),
            Location = ObjectStoreFactory.LocationOf(settings)!,
            Selector = one.Spec.TenantSelector,
            Tenants = tenants,
            LastRun = one.Status?.LastRun,
            NextRunTime = one.Status?.NextRunTime,
        };

    // By default what was billed last, and what is to be billed now.
    private IReadOnlyList<string?> PeriodsOf(BilledEvent billed) =>
        options.IsAllPeriods ? [null]
        : options.Period is { } period ? [period]
        : [.. new[] { billed.LastRun?.BillingPeriod ?? billed.Current.Id, billed.Current.Id }.Distinct()];

    /// <summary>The Secrets that the settings name, where the caller may read them; else the caller's own keys are used.</summary>
    private async Task<(BillingServerSettingsSpec Settings, ReadSecrets? Secrets)> PrepareAsync(
        BillingServerSettingsSpec settings,
        CancellationToken cancellationToken
    )
    {
        if (options.CaBundle is { } pem)
        {
            settings = ObjectStoreFactory.WithCaBundle(settings, pem) ?? settings;
        }
        var read = new Dictionary<string, IReadOnlyDictionary<string, byte[]>>(StringComparer.Ordinal);
        foreach (var name in ObjectStoreFactory.SecretsOf(settings).Distinct())
        {
            var key = new EntityKey(options.OperatorNamespace, name);
            var what = $"Secret {options.OperatorNamespace}/{name}: your own keys are used, from the environment";
            var secret = await TryReadAsync(
                what,
                async () => await cluster.Client.GetAsync<V1Secret>(key, cancellationToken) ?? new V1Secret()
            );
            if (secret?.Data is not { } data)
            {
                if (secret is not null)
                {
                    await notes.WriteLineAsync(
                        $"not read: {what} (there is no such Secret; name --operator-namespace)"
                    );
                }
                return (settings, null);
            }
            read[name] = data.AsReadOnly();
        }
        return (settings, read.Count == 0 ? null : new ReadSecrets(read));
    }

    private void Leave(BillingEvent one, string why)
    {
        HasUnchecked = true;
        notes.WriteLine($"BillingEvent {one.Metadata.Name} could not be checked: {why}");
    }
}
