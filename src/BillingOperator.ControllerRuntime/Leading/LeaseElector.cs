using BillingOperator.ControllerRuntime.Hosting;
using BillingOperator.ControllerRuntime.Metrics;
using BillingOperator.Kubernetes.Client;
using BillingOperator.Kubernetes.Entities;
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
    private static readonly TimeSpan ReleaseTimeout = TimeSpan.FromSeconds(3);

    private readonly IKubernetesClient _client;
    private readonly OperatorOptions _options;
    private readonly TimeProvider _time;
    private readonly LeaderTerm _term;
    private readonly RivalLeases _rivals;
    private readonly ILogger _logger;
    private readonly EntityKey _key;

    private V1Lease? _held;
    private V1Lease? _mine;
    private V1LeaseSpec? _seen;
    private long _seenAt;
    private long _writtenAt;
    private bool _mayHold;
    private bool _leads;
    private bool _waitsForRival;

    /// <summary>Makes an elector; it does nothing before <see cref="AcquireAsync"/>.</summary>
    public LeaseElector(
        IKubernetesClient client,
        OperatorOptions options,
        TimeProvider time,
        LeaderTerm term,
        RivalLeases rivals,
        RuntimeMetrics metrics,
        ILogger<LeaseElector> logger
    )
    {
        _client = client;
        _options = options;
        _time = time;
        _term = term;
        _rivals = rivals;
        _logger = logger;
        _key = new EntityKey(options.Namespace, options.LeaseName ?? options.Name);
        metrics.ObserveLease(_key.Name, () => IsLeader);
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
                return $"acts, and holds the lease {_key}";
            }

            return (_rivals.Live, _seen?.HolderIdentity) switch
            {
                ([var rival, ..], _) =>
                    $"stands by: another operator in this cluster, {rival.Spec.HolderIdentity}, holds the lease "
                        + $"{EntityKey.Of(rival)}; uninstall one of them",
                (_, { Length: > 0 } holder) => $"stands by: {holder} holds the lease {_key}",
                _ => $"stands by: nobody holds the lease {_key} yet",
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
            await ReleaseAsync();
            throw;
        }

        Log.Leading(_logger, _key.Namespace, _key.Name, _options.Identity);
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
            await ReleaseAsync();
        }
    }

    private async Task ReleaseAsync()
    {
        if (!_mayHold)
        {
            return;
        }

        using var timeout = new TimeLimit(ReleaseTimeout, _time, CancellationToken.None);
        try
        {
            while (!await TryReleaseAsync(timeout.Token)) { }

            (_held, _mayHold) = (null, false);
            Log.Released(_logger, _key.Namespace, _key.Name);
        }
        catch (Exception e)
        {
            // The others wait until it expires.
            Log.NotReleased(_logger, _key.Namespace, _key.Name, e.Message);
        }
    }

    /// <summary>Reads the lease first: the last renewal may have been given up on its way, and have arrived all the same.</summary>
    private async Task<bool> TryReleaseAsync(CancellationToken cancellationToken)
    {
        var current = await _client.GetAsync<V1Lease>(_key, cancellationToken);
        if (current?.Spec.HolderIdentity != _options.Identity)
        {
            return true;
        }

        var free = current.Spec with { HolderIdentity = null, LeaseDurationSeconds = 1, RenewTime = _time.GetUtcNow() };
        try
        {
            await _client.UpdateAsync(current with { Spec = free }, cancellationToken);
            return true;
        }
        catch (KubernetesException e) when (e.IsConflict)
        {
            return false;
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
            Log.Unreachable(_logger, _key.Namespace, _key.Name, e.Message);
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
                await TryTakeAsync(cancellationToken);
            }

            return false;
        }

        _waitsForRival = false;
        if (!await TryTakeAsync(cancellationToken))
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
        return _leads =
            _time.GetElapsedTime(_writtenAt) < _options.RenewDeadline
            && _term.TryExtend(_writtenAt, _options.RenewDeadline);
    }

    /// <summary>Gives the lease back where another one goes first; one that could not be given back is tried again.</summary>
    /// <returns>Whether this process waits without a lease.</returns>
    private async Task<bool> GaveWayAsync(IReadOnlyList<V1Lease> rivals)
    {
        if (_mine is null || !_mayHold)
        {
            return true;
        }

        if (!rivals.Any(rival => GoesBefore(rival, _mine)))
        {
            return false;
        }

        await ReleaseAsync();
        return true;
    }

    /// <summary>An order that all replicas of all releases agree on: the older lease first, then by namespace.</summary>
    private static bool GoesBefore(V1Lease one, V1Lease other)
    {
        var byAge = Nullable.Compare(one.Metadata.CreationTimestamp, other.Metadata.CreationTimestamp);
        return byAge < 0 || byAge == 0 && string.CompareOrdinal(one.Metadata.Namespace, other.Metadata.Namespace) < 0;
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
            if (!await TryTakeAsync(attempt.Token))
            {
                throw new LeaseLostException($"{_seen?.HolderIdentity} has taken it");
            }
        }
        catch (Exception e) when (e is not LeaseLostException && !cancellationToken.IsCancellationRequested)
        {
            Log.NotRenewed(_logger, _key.Namespace, _key.Name, _term.TimeLeft, e.Message);
        }
    }

    /// <summary>Takes or renews the lease; <see langword="false"/> while somebody else holds it.</summary>
    private async Task<bool> TryTakeAsync(CancellationToken cancellationToken)
    {
        if (_held is { } held)
        {
            try
            {
                await WriteAsync(held, cancellationToken);
                return true;
            }
            catch (KubernetesException e) when (e.IsConflict || e.IsNotFound)
            {
                // Somebody else wrote it, or the answer to a write of this process was lost.
                _held = null;
            }
        }

        var current = await _client.GetAsync<V1Lease>(_key, cancellationToken);
        if (current is not null && !IsFree(current.Spec))
        {
            return false;
        }

        await WriteAsync(current, cancellationToken);
        return true;
    }

    private bool IsFree(V1LeaseSpec spec)
    {
        if (spec != _seen)
        {
            if (spec.HolderIdentity != _seen?.HolderIdentity && spec.HolderIdentity is { Length: > 0 } holder)
            {
                Log.Following(_logger, _key.Namespace, _key.Name, holder);
            }

            _seen = spec;
            _seenAt = _time.GetTimestamp();
        }

        return string.IsNullOrEmpty(spec.HolderIdentity)
            || spec.HolderIdentity == _options.Identity
            || TimeToExpiry(spec) <= TimeSpan.Zero;
    }

    private TimeSpan TimeToExpiry(V1LeaseSpec spec)
    {
        var duration = spec.LeaseDurationSeconds is { } seconds
            ? TimeSpan.FromSeconds(seconds)
            : _options.LeaseDuration;
        return duration - _time.GetElapsedTime(_seenAt);
    }

    private async Task WriteAsync(V1Lease? current, CancellationToken cancellationToken)
    {
        var sentAt = _time.GetTimestamp();
        var now = _time.GetUtcNow();
        var mine = current?.Spec.HolderIdentity == _options.Identity;
        var spec = new V1LeaseSpec
        {
            HolderIdentity = _options.Identity,
            LeaseDurationSeconds = (int)Math.Ceiling(_options.LeaseDuration.TotalSeconds),
            AcquireTime = mine ? current!.Spec.AcquireTime : now,
            RenewTime = now,
            LeaseTransitions = (current?.Spec.LeaseTransitions ?? 0) + (mine || current is null ? 0 : 1),
        };
        _mayHold = true;
        _held = current is null
            ? await _client.CreateAsync(New(spec), cancellationToken)
            : await _client.UpdateAsync(current with { Spec = spec }, cancellationToken);
        _mine = _held;
        _writtenAt = sentAt;
        // Others wait for the whole lease, from when they see it renewed. The term ends earlier, so that a write that is on
        // its way at its end still arrives in time.
        if (_leads && !_term.TryExtend(sentAt, _options.RenewDeadline))
        {
            throw new LeaseLostException("the answer to its renewal came too late");
        }
    }

    private V1Lease New(V1LeaseSpec spec) =>
        new()
        {
            Metadata = new() { Namespace = _key.Namespace, Name = _key.Name },
            Spec = spec,
        };

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
        var expiry = _seen?.HolderIdentity is { Length: > 0 } ? TimeToExpiry(_seen) : look;
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

        [LoggerMessage(LogLevel.Information, "Lease {Namespace}/{Name}: {Holder} leads, standing by")]
        public static partial void Following(ILogger logger, string? @namespace, string name, string holder);

        [LoggerMessage(LogLevel.Information, "Lease {Namespace}/{Name}: released")]
        public static partial void Released(ILogger logger, string? @namespace, string name);

        [LoggerMessage(LogLevel.Warning, "Lease {Namespace}/{Name}: not released, others wait for its end: {Reason}")]
        public static partial void NotReleased(ILogger logger, string? @namespace, string name, string reason);

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
