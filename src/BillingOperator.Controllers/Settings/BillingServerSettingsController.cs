using BillingOperator.Api;
using BillingOperator.Api.Reasons;
using BillingOperator.Api.Settings;
using BillingOperator.Billing.ObjectStores;
using BillingOperator.Billing.Prefixes;
using BillingOperator.Billing.Validation;
using BillingOperator.ControllerRuntime.Controllers;
using BillingOperator.ControllerRuntime.Writing;
using BillingOperator.Controllers.Conditions;
using BillingOperator.Storage;

namespace BillingOperator.Controllers.Settings;

/// <summary>
/// Proves again and again that a write to the billing server works: a conditional PUT of one fixed key, which creates the
/// object the first time and is refused with 412 ever after. Both prove the permission, and nothing piles up. The object
/// says which cluster writes below the prefix.
/// </summary>
internal sealed class BillingServerSettingsController(
    IStatusWriter<BillingServerSettings> writer,
    SettingsStores stores,
    ClusterIdentitySource cluster,
    TimeProvider time
) : IEntityController<BillingServerSettings>
{
    private static readonly TimeSpan DefaultInterval = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan IntervalWhileFailing = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(9);

    /// <inheritdoc/>
    public async Task<ReconciliationResult<BillingServerSettings>> ReconcileAsync(
        BillingServerSettings entity,
        CancellationToken cancellationToken
    )
    {
        var errors = BillingServerSettingsValidator.Validate(entity.Spec);
        if (errors.Count > 0)
        {
            var refused = await WriteAsync(
                entity,
                new Finding(SettingsReasons.Invalid, string.Join("; ", errors)),
                cancellationToken
            );
            return ReconciliationResult<BillingServerSettings>.Success(refused);
        }
        var isTrusted = entity.Spec.Probe?.Enabled == false;
        if (isTrusted && TakeOver(entity) is null)
        {
            var trusted = await WriteAsync(entity, Finding.ProbeDisabled, cancellationToken);
            return ReconciliationResult<BillingServerSettings>.Success(trusted);
        }
        // To take a prefix over is to write there, so that is tried whatever is taken on trust.
        var finding = await ProbeAsync(entity, cancellationToken);
        if (isTrusted && finding.IsReady)
        {
            var takenOver = await WriteAsync(
                entity,
                Finding.ProbeDisabled with
                {
                    IsWritten = true,
                },
                cancellationToken
            );
            return ReconciliationResult<BillingServerSettings>.Success(takenOver);
        }
        var written = await WriteAsync(entity, finding, cancellationToken);
        var interval = GoDuration.TryParse(entity.Spec.Probe?.Interval ?? "", out var wanted)
            ? wanted
            : DefaultInterval;
        return ReconciliationResult<BillingServerSettings>.Success(
            written,
            finding.IsReady || interval < IntervalWhileFailing ? interval : IntervalWhileFailing
        );
    }

    /// <inheritdoc/>
    public Task<ReconciliationResult<BillingServerSettings>> DeletedAsync(
        BillingServerSettings entity,
        CancellationToken cancellationToken
    ) => Task.FromResult(ReconciliationResult<BillingServerSettings>.Success(entity));

    private async Task<Finding> ProbeAsync(BillingServerSettings settings, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            using var bucket = stores.Open(settings);
            var ownership = new PrefixOwnership(
                bucket.Store,
                ObjectStoreFactory.PrefixOf(settings.Spec),
                await cluster.GetAsync(cancellationToken),
                time,
                takeOver: TakeOver(settings),
                takenOver: settings.Status?.TakenOver
            );
            await ownership.ProveAsync(either.Token);
            return Finding.WriteProved(settings);
        }
        catch (ObjectStoreException failure)
        {
            return new Finding(failure.Failure.ToString(), failure.Message);
        }
        catch (OperationCanceledException late) when (!cancellationToken.IsCancellationRequested)
        {
            // What the store said before it fell silent tells more than its silence.
            if (late.InnerException is ObjectStoreException told)
            {
                return new Finding(told.Failure.ToString(), told.Message);
            }
            return new Finding(
                StoreReasons.EndpointUnreachable,
                $"No answer within {Patience.TotalSeconds:0} s: check spec.s3.endpoint, spec.s3.region and the network."
            );
        }
    }

    private Task<BillingServerSettings> WriteAsync(
        BillingServerSettings settings,
        Finding finding,
        CancellationToken cancellationToken
    )
    {
        var generation = settings.Metadata.Generation;
        var conditions = new ConditionSet(settings.Status?.Conditions, generation, time.GetUtcNow());
        conditions.Set(ConditionTypes.Ready, finding.IsReady, finding.Reason, finding.Message);
        if (finding.Reason == SettingsReasons.Invalid)
        {
            conditions.Set(ConditionTypes.Stalled, true, finding.Reason, finding.Message);
        }
        var status = new BillingServerSettingsStatus
        {
            ObservedGeneration = generation,
            Conditions = conditions.Conditions,
            Location = ObjectStoreFactory.LocationOf(settings.Spec),
            TakenOver = TakenOver(settings, finding),
        };
        return writer.ApplyAsync(settings with { Status = status }, cancellationToken);
    }

    private static string? Asked(BillingServerSettings settings) =>
        settings.Metadata.Annotations?.GetValueOrDefault(ApiGroup.TakeOverAnnotation);

    /// <summary>
    /// The identity of the cluster whose prefix settings take over; <see langword="null"/> for none, or where that is done:
    /// a cluster that claims its prefix again is alive.
    /// </summary>
    private static string? TakeOver(BillingServerSettings settings) =>
        Asked(settings) is { } asked && asked != settings.Status?.TakenOver ? asked : null;

    private static string? TakenOver(BillingServerSettings settings, Finding finding) =>
        finding.IsWritten || TakeOver(settings) is null ? Asked(settings) : null;

    /// <summary>What was found of the billing server; ready where a reason of success is given.</summary>
    private sealed record Finding(string Reason, string Message)
    {
        public static Finding ProbeDisabled { get; } =
            new(SettingsReasons.ProbeDisabled, "Taken on trust, since spec.probe.enabled is false.");

        /// <summary>Whether the prefix was written to, and so belongs to this cluster.</summary>
        public bool IsWritten { get; init; } = Reason == SettingsReasons.WriteProved;

        public bool IsReady => Reason is SettingsReasons.WriteProved or SettingsReasons.ProbeDisabled;

        public static Finding WriteProved(BillingServerSettings settings) =>
            new(SettingsReasons.WriteProved, $"Writing to {ObjectStoreFactory.LocationOf(settings.Spec)} works.");
    }
}
