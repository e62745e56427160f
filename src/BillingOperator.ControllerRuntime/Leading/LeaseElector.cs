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
internal sealed partial class LeaseElector : ILeaderElector
{
    private static readonly TimeSpan ReleaseTimeout = TimeSpan.FromSeconds(3);

    private readonly IKubernetesClient _client;
    private readonly OperatorOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly EntityKey _key;

    private V1Lease? _held;
    private V1LeaseSpec? _seen;
    private long _seenAt;
    private long _leadsUntil;

    /// <summary>Makes an elector; it does nothing before <see cref="AcquireAsync"/>.</summary>
    public LeaseElector(
        IKubernetesClient client,
        OperatorOptions options,
        TimeProvider time,
        RuntimeMetrics metrics,
        ILogger<LeaseElector> logger
    )
    {
        _client = client;
        _options = options;
        _time = time;
        _logger = logger;
        _key = new EntityKey(options.Namespace, options.LeaseName ?? options.Name);
        _leadsUntil = time.GetTimestamp();
        metrics.ObserveLease(_key.Name, () => IsLeader);
    }

    /// <inheritdoc/>
    public bool IsLeader => TimeLeft > TimeSpan.Zero;

    /// <summary>
    /// Others wait for the whole lease from when they saw it renewed, which is after this process sent the renewal. It
    /// stops at the renew deadline, so that a write that is on its way then still arrives in time.
    /// </summary>
    private TimeSpan TimeLeft => _time.GetElapsedTime(_time.GetTimestamp(), Volatile.Read(ref _leadsUntil));

    /// <inheritdoc/>
    public async Task AcquireAsync(CancellationToken cancellationToken)
    {
        while (!await TryAcquireAsync(cancellationToken))
        {
            await Task.Delay(WaitForTurn(), _time, cancellationToken);
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
                await Task.Delay(Jittered(_options.RetryPeriod), _time, cancellationToken);
                await RenewAsync(cancellationToken);
            }
        }
        catch (LeaseLostException)
        {
            Volatile.Write(ref _leadsUntil, _time.GetTimestamp());
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task ResignAsync(bool release)
    {
        Volatile.Write(ref _leadsUntil, _time.GetTimestamp());
        if (!release || _held is not { } held)
        {
            return;
        }

        using var timeout = new TimeLimit(ReleaseTimeout, _time, CancellationToken.None);
        var free = held.Spec with { HolderIdentity = null, LeaseDurationSeconds = 1, RenewTime = _time.GetUtcNow() };
        try
        {
            await _client.UpdateAsync(held with { Spec = free }, timeout.Token);
            Log.Released(_logger, _key.Namespace, _key.Name);
        }
        catch (Exception e)
        {
            // The others wait until it expires.
            Log.NotReleased(_logger, _key.Namespace, _key.Name, e.Message);
        }
    }

    private async Task<bool> TryAcquireAsync(CancellationToken cancellationToken)
    {
        using var attempt = new TimeLimit(_options.RenewDeadline / 2, _time, cancellationToken);
        try
        {
            return await TryTakeAsync(attempt.Token);
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

    private async Task RenewAsync(CancellationToken cancellationToken)
    {
        // A process that slept through its lease finds out here, before it can take it back.
        var left = TimeLeft;
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
            Log.NotRenewed(_logger, _key.Namespace, _key.Name, TimeLeft, e.Message);
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
        _held = current is null
            ? await _client.CreateAsync(New(spec), cancellationToken)
            : await _client.UpdateAsync(current with { Spec = spec }, cancellationToken);
        var deadline = _options.RenewDeadline.TotalSeconds * _time.TimestampFrequency;
        Volatile.Write(ref _leadsUntil, sentAt + (long)deadline);
    }

    private V1Lease New(V1LeaseSpec spec) =>
        new()
        {
            Metadata = new() { Namespace = _key.Namespace, Name = _key.Name },
            Spec = spec,
        };

    /// <summary>Until the next look, or until the lease that was seen expires, whichever comes first.</summary>
    private TimeSpan WaitForTurn()
    {
        var look = Jittered(_options.RetryPeriod);
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
