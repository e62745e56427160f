using BillingOperator.Kubernetes;
using BillingOperator.Kubernetes.Client;
using BillingOperator.Kubernetes.Entities;
using k8s.Models;
using Microsoft.Extensions.Logging;

namespace BillingOperator.ControllerRuntime.Leading;

/// <summary>
/// The lease of this operator's namespace, for which its replicas compete (client-go: leaderelection.go). Not thread-safe,
/// but for <see cref="Holder"/>.
/// </summary>
internal sealed partial class OwnLease
{
    private static readonly TimeSpan ReleaseTimeout = TimeSpan.FromSeconds(3);

    private readonly IKubernetesClient _client;
    private readonly OperatorOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    private V1Lease? _held;
    private V1LeaseSpec? _seen;
    private long _seenAt;

    /// <summary>Does nothing before it is asked.</summary>
    public OwnLease(IKubernetesClient client, OperatorOptions options, TimeProvider time, ILogger logger)
    {
        _client = client;
        _options = options;
        _time = time;
        _logger = logger;
        Key = new EntityKey(options.Namespace, options.LeaseName ?? options.Name);
    }

    /// <summary>Where it is.</summary>
    public EntityKey Key { get; }

    /// <summary>Who held it at the last look, if anybody.</summary>
    public string? Holder => _seen?.HolderIdentity;

    /// <summary>The lease as this process last wrote it; <see langword="null"/> before that, and after it gave it back.</summary>
    public V1Lease? Written { get; private set; }

    /// <summary>When this process last began to write it.</summary>
    public long WrittenAt { get; private set; }

    /// <summary>How long the last seen holder still has, by when this process saw it change; zero where nobody holds it.</summary>
    public TimeSpan TimeToExpiry =>
        _seen?.HolderIdentity is { Length: > 0 } ? Duration(_seen) - _time.GetElapsedTime(_seenAt) : TimeSpan.Zero;

    /// <summary>Takes or renews it; <see langword="false"/> while somebody else holds it.</summary>
    public async Task<bool> TryTakeAsync(CancellationToken cancellationToken)
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

        var current = await _client.GetAsync<V1Lease>(Key, cancellationToken);
        if (current is not null && !IsFree(current.Spec))
        {
            return false;
        }

        await WriteAsync(current, cancellationToken);
        return true;
    }

    /// <summary>Gives it back, where this process may hold it. Where that fails the others wait until it expires.</summary>
    public async Task ReleaseAsync()
    {
        if (Written is null)
        {
            return;
        }

        using var timeout = new TimeLimit(ReleaseTimeout, _time, CancellationToken.None);
        try
        {
            while (!await TryReleaseAsync(timeout.Token)) { }

            (_held, Written) = (null, null);
            Log.Released(_logger, Key.Namespace, Key.Name);
        }
        catch (Exception e)
        {
            Log.NotReleased(_logger, Key.Namespace, Key.Name, e.Message);
        }
    }

    /// <summary>Reads the lease first: the last renewal may have been given up on its way, and have arrived all the same.</summary>
    private async Task<bool> TryReleaseAsync(CancellationToken cancellationToken)
    {
        var current = await _client.GetAsync<V1Lease>(Key, cancellationToken);
        if (current?.Spec.HolderIdentity != _options.Identity)
        {
            return true;
        }

        var free = current.Spec with
        {
            HolderIdentity = null,
            LeaseDurationSeconds = 1,
            RenewTime = _time.GetUtcNow().UtcDateTime,
        };
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

    private bool IsFree(V1LeaseSpec spec)
    {
        if (spec != _seen)
        {
            if (spec.HolderIdentity != _seen?.HolderIdentity && spec.HolderIdentity is { Length: > 0 } holder)
            {
                Log.Following(_logger, Key.Namespace, Key.Name, holder);
            }

            _seen = spec;
            _seenAt = _time.GetTimestamp();
        }

        return string.IsNullOrEmpty(spec.HolderIdentity)
            || spec.HolderIdentity == _options.Identity
            || TimeToExpiry <= TimeSpan.Zero;
    }

    private TimeSpan Duration(V1LeaseSpec spec) =>
        spec.LeaseDurationSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : _options.LeaseDuration;

    private async Task WriteAsync(V1Lease? current, CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow().UtcDateTime;
        var mine = current?.Spec.HolderIdentity == _options.Identity;
        var spec = new V1LeaseSpec
        {
            HolderIdentity = _options.Identity,
            LeaseDurationSeconds = (int)Math.Ceiling(_options.LeaseDuration.TotalSeconds),
            AcquireTime = mine ? current!.Spec.AcquireTime : now,
            RenewTime = now,
            LeaseTransitions = (current?.Spec.LeaseTransitions ?? 0) + (mine || current is null ? 0 : 1),
        };
        var wanted = current is null ? New(spec) : current with { Spec = spec };
        var sentAt = _time.GetTimestamp();
        // From here on the server may have it, whether its answer arrives or not.
        Written ??= wanted;
        _held = current is null
            ? await _client.CreateAsync(wanted, cancellationToken)
            : await _client.UpdateAsync(wanted, cancellationToken);
        (Written, WrittenAt) = (_held, sentAt);
    }

    private V1Lease New(V1LeaseSpec spec) =>
        new()
        {
            Metadata = new() { NamespaceProperty = Key.Namespace, Name = Key.Name },
            Spec = spec,
        };

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Lease {Namespace}/{Name}: {Holder} leads, standing by")]
        public static partial void Following(ILogger logger, string? @namespace, string name, string holder);

        [LoggerMessage(LogLevel.Information, "Lease {Namespace}/{Name}: released")]
        public static partial void Released(ILogger logger, string? @namespace, string name);

        [LoggerMessage(LogLevel.Warning, "Lease {Namespace}/{Name}: not released, others wait for its end: {Reason}")]
        public static partial void NotReleased(ILogger logger, string? @namespace, string name, string reason);
    }
}
