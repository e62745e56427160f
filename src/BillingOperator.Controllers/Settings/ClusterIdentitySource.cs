using System.Net;
using BillingOperator.Billing.Records;
using BillingOperator.Kubernetes.Client;
using BillingOperator.Kubernetes.Entities;
using k8s.Models;
using Microsoft.Extensions.Logging;

namespace BillingOperator.Controllers.Settings;

/// <summary>Who this cluster is: the UID of its namespace <c>kube-system</c>, read once, with the name that it was given.</summary>
internal sealed partial class ClusterIdentitySource(
    IKubernetesClient client,
    OperatorIdentity self,
    ILogger<ClusterIdentitySource> logger
)
{
    private static readonly EntityKey KubeSystem = new(null, "kube-system");

    private ClusterIdentity? _known;
    private bool _toldDenial;

    /// <summary>The identity; <see langword="null"/> where the operator may not read it.</summary>
    /// <exception cref="HttpRequestException">The API server cannot be reached.</exception>
    public async Task<ClusterIdentity?> GetAsync(CancellationToken cancellationToken)
    {
        if (_known is not null)
        {
            return _known;
        }
        try
        {
            var found = await client.GetAsync<V1Namespace>(KubeSystem, cancellationToken);
            return _known = found?.Metadata.Uid is { } uid ? new ClusterIdentity(uid, self.ClusterName) : null;
        }
        catch (KubernetesException refusal) when (refusal.StatusCode == HttpStatusCode.Forbidden)
        {
            if (!Interlocked.Exchange(ref _toldDenial, true))
            {
                Log.Denied(logger);
            }
            return null;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            LogLevel.Warning,
            "Whether another cluster writes to the same place is not looked at: allow the operator to get namespace "
                + "kube-system, as its ClusterRole does"
        )]
        public static partial void Denied(ILogger logger);
    }
}
