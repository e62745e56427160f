using System.Net;
using BillingOperator.Kubernetes;
using BillingOperator.Kubernetes.Entities;
using k8s;
using k8s.Models;
using Microsoft.Extensions.Logging;

namespace BillingOperator.ControllerRuntime.Caching;

/// <summary>Lists a kind from the server's memory where that will do, and from its storage where it will not.</summary>
internal sealed partial class EntityLister<TEntity>(EntitySource<TEntity> source, TimeProvider time, ILogger logger)
    where TEntity : class, IKubernetesObject<V1ObjectMeta>
{
    // All its pages together get the time that the API server gives to one request.
    private static readonly TimeSpan LongestAskedList = TimeSpan.FromMinutes(1);

    /// <summary>Lists on demand: somebody waits, so it ends in time.</summary>
    /// <exception cref="TimeoutException">It did not.</exception>
    public async Task<EntityList<TEntity>> ListInTimeAsync(string? notOlderThan, CancellationToken cancellationToken)
    {
        using var limit = new TimeLimit(LongestAskedList, time, cancellationToken);
        try
        {
            return await ListAsync(notOlderThan, limit.Token);
        }
        catch (Exception e) when (limit.IsExceeded)
        {
            throw new TimeoutException($"not listed within {LongestAskedList.TotalSeconds:0} s", e);
        }
    }

    /// <summary>
    /// The first list, and one on demand, come from the server's memory; one after a fault from storage, since what the
    /// server remembers may then be older than what was seen.
    /// </summary>
    /// <param name="notOlderThan">A version that will do; <see langword="null"/> to list from storage.</param>
    /// <param name="cancellationToken">Ends it between two pages.</param>
    public async Task<EntityList<TEntity>> ListAsync(string? notOlderThan, CancellationToken cancellationToken)
    {
        try
        {
            return notOlderThan is null
                ? await source.ListFromStorageAsync(cancellationToken)
                : await source.ListNotOlderThanAsync(notOlderThan, cancellationToken);
        }
        catch (KubernetesException e)
            when (notOlderThan is not null && (e.IsGone || e.StatusCode == HttpStatusCode.GatewayTimeout))
        {
            Log.MemoryIsBehind(logger, EntityType<TEntity>.Kind, e.Message);
            return await source.ListFromStorageAsync(cancellationToken);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Debug, "{Kind} is listed from storage, the server's memory is behind: {Reason}")]
        public static partial void MemoryIsBehind(ILogger logger, string kind, string reason);
    }
}
