using BillingOperator.Api.Reasons;
using BillingOperator.Api.Settings;
using BillingOperator.Billing.ObjectStores;
using BillingOperator.Billing.Prefixes;
using BillingOperator.Billing.Validation;
using BillingOperator.ControllerRuntime.Controllers;
using BillingOperator.ControllerRuntime.Writing;
using BillingOperator.Kubernetes;
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
        var finding = await JudgeAsync(entity, cancellationToken);
        var status = SettingsStatusBuilder.Build(entity, finding, time.GetUtcNow());
        var written = await writer.ApplyAsync(entity with { Status = status }, cancellationToken);
        return ReconciliationResult<BillingServerSettings>.Success(written, UntilNextProbe(entity, finding));
    }

    /// <inheritdoc/>
    public Task<ReconciliationResult<BillingServerSettings>> DeletedAsync(
        BillingServerSettings entity,
        CancellationToken cancellationToken
    ) => Task.FromResult(ReconciliationResult<BillingServerSettings>.Success(entity));

    private async Task<SettingsFinding> JudgeAsync(BillingServerSettings settings, CancellationToken cancellationToken)
    {
        var errors = BillingServerSettingsValidator.Validate(settings.Spec);
        if (errors.Count > 0)
        {
            return SettingsFinding.Invalid(errors);
        }
        var isTrusted = settings.Spec.Probe?.Enabled == false;
        if (isTrusted && PrefixTakeOver.StillWanted(settings) is null)
        {
            return SettingsFinding.ProbeDisabled(isWritten: false);
        }
        // To take a prefix over is to write there, so that is tried whatever is taken on trust.
        var finding = await ProbeAsync(settings, cancellationToken);
        return isTrusted && finding.IsReady ? SettingsFinding.ProbeDisabled(isWritten: true) : finding;
    }

    // What only an edit can change is not looked at again by itself.
    private static TimeSpan? UntilNextProbe(BillingServerSettings settings, SettingsFinding finding)
    {
        if (finding.Reason is SettingsReasons.Invalid or SettingsReasons.ProbeDisabled)
        {
            return null;
        }
        var interval = GoDuration.TryParse(settings.Spec.Probe?.Interval ?? "", out var wanted)
            ? wanted
            : DefaultInterval;
        return finding.IsReady || interval < IntervalWhileFailing ? interval : IntervalWhileFailing;
    }

    private async Task<SettingsFinding> ProbeAsync(BillingServerSettings settings, CancellationToken cancellationToken)
    {
        using var limit = new TimeLimit(Patience, time, cancellationToken);
        try
        {
            using var bucket = stores.Open(settings);
            var ownership = new PrefixOwnership(
                bucket.Store,
                ObjectStoreFactory.PrefixOf(settings.Spec),
                await cluster.GetAsync(cancellationToken),
                time,
                takeOver: PrefixTakeOver.StillWanted(settings),
                takenOver: settings.Status?.TakenOver
            );
            await ownership.ProveAsync(limit.Token);
            return SettingsFinding.WriteProved(settings);
        }
        catch (ObjectStoreException failure)
        {
            return new SettingsFinding(failure.Failure.ToString(), failure.Message);
        }
        catch (OperationCanceledException late) when (!cancellationToken.IsCancellationRequested)
        {
            // What the store said before it fell silent tells more than its silence.
            if (late.InnerException is ObjectStoreException told)
            {
                return new SettingsFinding(told.Failure.ToString(), told.Message);
            }
            return new SettingsFinding(
                StoreReasons.EndpointUnreachable,
                $"No answer within {Patience.TotalSeconds:0} s: check spec.s3.endpoint, spec.s3.region and the network."
            );
        }
    }
}
