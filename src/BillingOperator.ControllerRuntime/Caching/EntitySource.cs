using System.Net;
using BillingOperator.ControllerRuntime.Metrics;
using BillingOperator.Kubernetes.Client;
using BillingOperator.Kubernetes.Entities;
using k8s;
using k8s.Models;

namespace BillingOperator.ControllerRuntime.Caching;

/// <summary>Lists and watches the objects of one kind.</summary>
/// <typeparam name="TEntity">The kind.</typeparam>
/// <param name="client">The way to the server.</param>
/// <param name="streamingLists">Whether the server lists by streaming.</param>
/// <param name="namespace">One namespace; <see langword="null"/> for all.</param>
/// <param name="keep">What a list keeps in the place of an object that the server has sent.</param>
/// <param name="watchTimeout">How long the server keeps a watch open at least; at most twice as long.</param>
/// <param name="metrics">Counts the lists.</param>
internal sealed class EntitySource<TEntity>(
    IKubernetesClient client,
    StreamingLists streamingLists,
    string? @namespace,
    Func<TEntity, TEntity> keep,
    TimeSpan watchTimeout,
    RuntimeMetrics metrics
)
    where TEntity : class, IKubernetesObject<V1ObjectMeta>
{
    private const int PageSize = 500;

    /// <summary>After this time a watch that the server has not ended never will be.</summary>
    public TimeSpan LongestWatch => 2.1 * watchTimeout;

    /// <summary>Whether to ask for a streaming list first.</summary>
    public bool CanStream => streamingLists.Usable;

    /// <summary>Lists all objects as the server has them in memory: far cheaper than from storage, and hardly behind it.</summary>
    /// <param name="version">What the list must at least hold; "0" for anything.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="KubernetesException">504 where the server does not come to hold that within seconds.</exception>
    public Task<EntityList<TEntity>> ListNotOlderThanAsync(string version, CancellationToken cancellationToken)
    {
        // Beside a limit, any version but 0 would mean exactly that one.
        var options = new ListOptions { Namespace = @namespace, ResourceVersion = version };
        return ListAsync(version == "0" ? options with { Limit = PageSize } : options, cancellationToken);
    }

    /// <summary>Lists all objects as storage had them at one moment.</summary>
    public Task<EntityList<TEntity>> ListFromStorageAsync(CancellationToken cancellationToken) =>
        ListAsync(new ListOptions { Namespace = @namespace, Limit = PageSize }, cancellationToken);

    /// <summary>Watches from a version on.</summary>
    /// <param name="version">The version of a list or of the last event.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public IAsyncEnumerable<WatchEvent<TEntity>> WatchAsync(string version, CancellationToken cancellationToken) =>
        client.WatchAsync<TEntity>(Options() with { ResourceVersion = version }, cancellationToken);

    /// <summary>Lists by streaming, and goes on watching.</summary>
    /// <exception cref="KubernetesException">
    /// 422 or 400 where the server does not know it; 500 where its etcd is too old for it; others: whatever it is, a plain
    /// list may work.
    /// </exception>
    public IAsyncEnumerable<WatchEvent<TEntity>> StreamAsync(CancellationToken cancellationToken)
    {
        Count();
        return client.WatchAsync<TEntity>(Options() with { SendInitialEvents = true }, cancellationToken);
    }

    /// <summary>
    /// Takes a failed streaming list into account: a server that refused it is not asked again. One that was too busy, or
    /// out of reach, may know it.
    /// </summary>
    public void StreamingFailed(Exception error)
    {
        if (
            error
            is StreamingListException
                or KubernetesException
                {
                    StatusCode: not (
                        HttpStatusCode.Unauthorized
                        or HttpStatusCode.Gone
                        or HttpStatusCode.TooManyRequests
                        or HttpStatusCode.ServiceUnavailable
                        or HttpStatusCode.GatewayTimeout
                    ),
                }
        )
        {
            streamingLists.Refuse();
        }
    }

    private async Task<EntityList<TEntity>> ListAsync(ListOptions options, CancellationToken cancellationToken)
    {
        Count();
        var first = await client.ListAsync(options, keep, cancellationToken);
        List<TEntity> items = [.. first.Items];
        var next = first.Metadata.ContinueProperty;
        while (!string.IsNullOrEmpty(next))
        {
            try
            {
                var page = await client.ListAsync(
                    options with
                    {
                        ResourceVersion = null,
                        Continue = next,
                    },
                    keep,
                    cancellationToken
                );
                items.AddRange(page.Items);
                next =
                    page.Metadata.ContinueProperty != next
                        ? page.Metadata.ContinueProperty
                        : throw new IOException("the server sends the same page of the list again");
            }
            catch (KubernetesException e) when (e.IsGone)
            {
                // The moment that the pages belong to is compacted. One page with everything cannot grow too old.
                var whole = options with
                {
                    ResourceVersion = null,
                    Limit = null,
                };
                return await client.ListAsync(whole, keep, cancellationToken);
            }
        }

        return first with
        {
            Items = items,
        };
    }

    private void Count() => metrics.Lists.Add(1, new KeyValuePair<string, object?>("kind", EntityType<TEntity>.Kind));

    /// <summary>Spread, so that not all watches come back at once.</summary>
    private WatchOptions Options() =>
        new() { Namespace = @namespace, Timeout = watchTimeout * (1 + Random.Shared.NextDouble()) };
}
