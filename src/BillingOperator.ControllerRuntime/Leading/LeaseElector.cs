using BillingOperator.ControllerRuntime.Metrics;
using BillingOperator.Kubernetes;
using BillingOperator.Kubernetes.Client;
using BillingOperator.Kubernetes.Entities;
using k8s.Models;
using Microsoft.Extensions.Logging;

namespace BillingOperator.ControllerRuntime.Leading;

/// <summary>
/// Agrees with other replicas on one leader through a lease (client-go: leaderelection.go). No replica compares its clock
/// with another's: it measures by its own monotonic clock how long the lease has not changed.
/// </summary>
/// <remarks>
/// Whoever holds the lease of its namespace does not lead yet: it looks whether somebody holds one in another namespace, and
/// then waits. Each writes its own lease before it reads the others', so that of two at least one sees the other. Where both
/// do, the older lease goes first, and the holder of the other one gives it back while it waits.
/// </remarks>
internal sealed partial class LeaseElector : ILeaderElector
{
    private readonly OperatorOptions _options;
    private readonly TimeProvider _time;
    private readonly LeaseTerm _term;
    private readonly RivalLeases _rivals;
    private readonly ILogger _logger;
    private readonly OwnLease _lease;
    private bool _waitsForRival;

    /// <summary>Makes an elector; it does nothing before <see cref="AcquireAsync"/>.</summary>
    public LeaseElector(
        IKubernetesClient client,
        OperatorOptions options,
        TimeProvider time,
        LeaseTerm term,
        RivalLeases rivals,
        RuntimeMetrics metrics,
        ILogger<LeaseElector> logger
    )
    {
        _options = options;
        _time = time;
        _term = term;
        _rivals = rivals;
        _logger = logger;
        _lease = new OwnLease(client, options, time, logger);
        metrics.ObserveLease(_lease.Key.Name, () => IsLeader);
    }

    /// <inheritdoc/>
    public bool IsLeader => _term.TimeLeft > TimeSpan.Zero;

    /// <inheritdoc/>
    public string Standing
    {
        get
        {
            if (IsLeader)
            {
                return $"acts, and holds the lease {_lease.Key}";
            }

            return (_rivals.Live, _lease.Holder) switch
            {
                ([var rival, ..], _) =>
                    $"stands by: another operator in this cluster, {rival.Spec.HolderIdentity}, holds the lease "
                        + $"{EntityKey.Of(rival)}; uninstall one of them",
                (_, { Length: > 0 } holder) => $"stands by: {holder} holds the lease {_lease.Key}",
                _ => $"stands by: nobody holds the lease {_lease.Key} yet",
            };
        }
    }

    /// <inheritdoc/>
    public async Task AcquireAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (!await TryAcquireAsync(cancellationToken))
            {
                await Task.Delay(WaitForTurn(), _time, cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            await _lease.ReleaseAsync();
            throw;
        }

        Log.Leading(_logger, _lease.Key.Namespace, _lease.Key.Name, _options.Identity);
    }

    /// <inheritdoc/>
    public async Task HoldAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                var (left, pause) = (_term.TimeLeft, Jittered(_options.RetryPeriod));
                await Task.Delay(left < pause ? left : pause, _time, cancellationToken);
                await RenewAsync(cancellationToken);
            }
        }
        catch (LeaseLostException)
        {
            _term.End(inGoodOrder: false);
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task ResignAsync(bool release)
    {
        _term.End(inGoodOrder: release);
        if (release)
        {
            await _lease.ReleaseAsync();
        }
    }

    private async Task<bool> TryAcquireAsync(CancellationToken cancellationToken)
    {
        using var attempt = new TimeLimit(_options.RenewDeadline / 2, _time, cancellationToken);
        try
        {
            return await TryLeadAsync(attempt.Token);
        }
        catch (KubernetesException e) when (e.IsConflict || e.IsAlreadyExists)
        {
            return false;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            Log.Unreachable(_logger, _lease.Key.Namespace, _lease.Key.Name, e.Message);
            return false;
        }
    }

    /// <summary>Takes the lease, and leads unless somebody else in the cluster does.</summary>
    private async Task<bool> TryLeadAsync(CancellationToken cancellationToken)
    {
        if (_waitsForRival && await _rivals.FindAsync(fresh: false, cancellationToken) is { Count: > 0 } known)
        {
            if (!await GaveWayAsync(known))
            {
                await _lease.TryTakeAsync(cancellationToken);
            }

            return false;
        }

        _waitsForRival = false;
        if (!await _lease.TryTakeAsync(cancellationToken))
        {
            return false;
        }

        var rivals = await _rivals.FindAsync(fresh: true, cancellationToken);
        if (rivals.Count > 0)
        {
            _waitsForRival = true;
            await GaveWayAsync(rivals);
            return false;
        }

        // A process that slept since it wrote the lease may have been taken for dead.
        return _time.GetElapsedTime(_lease.WrittenAt) < _options.RenewDeadline
            && _term.TryExtend(_lease.WrittenAt, _options.RenewDeadline);
    }

    /// <summary>Gives the lease back where another one goes first; one that could not be given back is tried again.</summary>
    /// <returns>Whether this process waits without a lease.</returns>
    private async Task<bool> GaveWayAsync(IReadOnlyList<V1Lease> rivals)
    {
        if (_lease.Written is not { } mine)
        {
            return true;
        }

        if (!rivals.Any(rival => GoesBefore(rival, mine)))
        {
            return false;
        }

        await _lease.ReleaseAsync();
        return true;
    }

    /// <summary>An order that all replicas of all releases agree on: the older lease first, then by namespace.</summary>
    private static bool GoesBefore(V1Lease one, V1Lease other)
    {
        var byAge = Nullable.Compare(one.Metadata.CreationTimestamp, other.Metadata.CreationTimestamp);
        return byAge < 0 || byAge == 0 && string.CompareOrdinal(one.Namespace(), other.Namespace()) < 0;
    }

    private async Task RenewAsync(CancellationToken cancellationToken)
    {
        // A process that slept through its lease finds out here, before it can take it back.
        var left = _term.TimeLeft;
        if (left <= TimeSpan.Zero)
        {
            throw new LeaseLostException($"it was not renewed for {_options.RenewDeadline}");
        }

        var half = _options.RenewDeadline / 2;
        using var attempt = new TimeLimit(left < half ? left : half, _time, cancellationToken);
        try
        {
            if (!await _lease.TryTakeAsync(attempt.Token))
            {
                throw new LeaseLostException($"{_lease.Holder} has taken it");
            }

            // Others wait for the whole lease, from when they see it renewed. The term ends earlier, so that a write that is
            // on its way at its end still arrives in time.
            if (!_term.TryExtend(_lease.WrittenAt, _options.RenewDeadline))
            {
                throw new LeaseLostException("the answer to its renewal came too late");
            }
        }
        catch (Exception e) when (e is not LeaseLostException && !cancellationToken.IsCancellationRequested)
        {
            Log.NotRenewed(_logger, _lease.Key.Namespace, _lease.Key.Name, _term.TimeLeft, e.Message);
        }
    }

    /// <summary>
    /// Until the next look, or until the lease that was seen expires, whichever comes first. It looks twice as often as the
    /// leader renews: what it sees late, it waits for longer.
    /// </summary>
    private TimeSpan WaitForTurn()
    {
        if (_waitsForRival)
        {
            return Jittered(_options.RetryPeriod);
        }

        var look = Jittered(_options.RetryPeriod / 2);
        var expiry = _lease.TimeToExpiry;
        return expiry > TimeSpan.Zero && expiry < look
            ? expiry + (Jittered(_options.RetryPeriod) - _options.RetryPeriod)
            : look;
    }

    /// <summary>Up to a tenth longer, so that replicas do not move in step.</summary>
    private static TimeSpan Jittered(TimeSpan period) => period * (1 + (0.1 * Random.Shared.NextDouble()));

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Lease {Namespace}/{Name}: {Identity} leads")]
        public static partial void Leading(ILogger logger, string? @namespace, string name, string identity);

        [LoggerMessage(LogLevel.Warning, "Lease {Namespace}/{Name}: not renewed, lost in {Left}: {Reason}")]
        public static partial void NotRenewed(
            ILogger logger,
            string? @namespace,
            string name,
            TimeSpan left,
            string reason
        );

        [LoggerMessage(LogLevel.Warning, "Lease {Namespace}/{Name}: cannot be taken: {Reason}")]
        public static partial void Unreachable(ILogger logger, string? @namespace, string name, string reason);
    }
}
