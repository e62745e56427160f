using System.Net;
using BillingOperator.ControllerRuntime.Metrics;
using BillingOperator.Kubernetes.Client;
using BillingOperator.Kubernetes.Entities;
using k8s.Models;
using Microsoft.Extensions.Logging;

namespace BillingOperator.ControllerRuntime.Leading;

/// <summary>
/// The leases of the same name in other namespaces: another release of this operator, or one that somebody started by hand,
/// which would do the same work in the same cluster.
/// </summary>
internal sealed partial class RivalLeases
{
    private readonly IKubernetesClient _client;
    private readonly OperatorOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly string _leaseName;
    private Dictionary<EntityKey, Sighting> _seen = [];
    private IReadOnlyList<V1Lease> _live = [];
    private bool _denialIsTold;

    /// <summary>Looks at nothing before it is asked.</summary>
    public RivalLeases(
        IKubernetesClient client,
        OperatorOptions options,
        TimeProvider time,
        RuntimeMetrics metrics,
        ILogger<RivalLeases> logger
    )
    {
        _client = client;
        _options = options;
        _time = time;
        _logger = logger;
        _leaseName = options.LeaseName ?? options.Name;
        metrics.ObserveRivals(() => _live.Select(lease => lease.Namespace()));
    }

    /// <summary>Those that were held at the last look.</summary>
    public IReadOnlyList<V1Lease> Live => _live;

    /// <summary>
    /// Those that somebody holds. One that was not renewed for its whole duration, measured from when this process first
    /// saw it so, is held no longer.
    /// </summary>
    /// <param name="fresh">
    /// Whether what was written before must be in it: before this process acts. Otherwise the server's memory will do.
    /// </param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IReadOnlyList<V1Lease>> FindAsync(bool fresh, CancellationToken cancellationToken)
    {
        try
        {
            var options = new ListOptions
            {
                FieldSelector = $"metadata.name={_leaseName}",
                ResourceVersion = fresh ? null : "0",
            };
            var leases = await _client.ListAsync<V1Lease>(options, cancellationToken);
            var others = leases.Items.Where(lease => lease.Namespace() != _options.Namespace).ToList();
            _seen = others.ToDictionary(EntityKey.Of, See);
            Tell([.. others.Where(IsLive)]);
        }
        catch (KubernetesException e) when (e.StatusCode == HttpStatusCode.Forbidden)
        {
            Tell([]);
            if (!_denialIsTold)
            {
                _denialIsTold = true;
                Log.Denied(_logger, _options.Namespace, e.Message);
            }
        }

        return _live;
    }

    private Sighting See(V1Lease lease) =>
        _seen.TryGetValue(EntityKey.Of(lease), out var before) && before.Spec == lease.Spec
            ? before
            : new Sighting(lease.Spec, _time.GetTimestamp());

    private bool IsLive(V1Lease lease)
    {
        var duration = lease.Spec.LeaseDurationSeconds is { } seconds
            ? TimeSpan.FromSeconds(seconds)
            : _options.LeaseDuration;
        return !string.IsNullOrEmpty(lease.Spec.HolderIdentity)
            && _time.GetElapsedTime(_seen[EntityKey.Of(lease)].At) < duration;
    }

    private void Tell(IReadOnlyList<V1Lease> live)
    {
        var known = _live.Select(Name).ToHashSet();
        foreach (var lease in live.Where(lease => !known.Contains(Name(lease))))
        {
            Log.Rival(_logger, lease.Namespace(), lease.Metadata.Name, lease.Spec.HolderIdentity);
        }

        _live = live;

        static (string?, string?) Name(V1Lease lease) => (lease.Namespace(), lease.Spec.HolderIdentity);
    }

    private readonly record struct Sighting(V1LeaseSpec Spec, long At);

    private static partial class Log
    {
        [LoggerMessage(
            LogLevel.Warning,
            "Lease {Namespace}/{Name} is held by {Holder}: another operator for the same work is in this cluster. One acts at "
                + "a time, whoever waits takes over when that lease is gone; uninstall one of them"
        )]
        public static partial void Rival(ILogger logger, string? @namespace, string name, string? holder);

        [LoggerMessage(
            LogLevel.Warning,
            "The leases of other namespaces cannot be listed: an operator of another release would not be noticed, this one "
                + "goes by its lease in {Namespace} alone. Let its ClusterRole list leases.coordination.k8s.io: {Reason}"
        )]
        public static partial void Denied(ILogger logger, string @namespace, string reason);
    }
}
