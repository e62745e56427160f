using k8s;
using k8s.Models;

namespace BillingOperator.Kubernetes.Client;

/// <summary>Calls made of calls.</summary>
public static class KubernetesClientExtensions
{
    private const int PageSize = 500;

    /// <summary>A list whose pages expire again and again is no list.</summary>
    private const int Tries = 3;

    /// <summary>Reads all objects of a kind as storage has them, page by page.</summary>
    /// <param name="client">The client.</param>
    /// <param name="namespace">One namespace; <see langword="null"/> for all, and for cluster-scoped kinds.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<IReadOnlyList<TEntity>> ListAllAsync<TEntity>(
        this IKubernetesClient client,
        string? @namespace,
        CancellationToken cancellationToken
    )
        where TEntity : class, IKubernetesObject<V1ObjectMeta>
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await ListPagesAsync<TEntity>(client, @namespace, cancellationToken).ConfigureAwait(false);
            }
            catch (KubernetesException e) when (e.IsGone && attempt < Tries)
            {
                // The storage was compacted between two pages: begin again (client-go: tools/pager).
            }
        }
    }

    private static async Task<IReadOnlyList<TEntity>> ListPagesAsync<TEntity>(
        IKubernetesClient client,
        string? @namespace,
        CancellationToken cancellationToken
    )
        where TEntity : class, IKubernetesObject<V1ObjectMeta>
    {
        var all = new List<TEntity>();
        var options = new ListOptions { Namespace = @namespace, Limit = PageSize };
        do
        {
            var page = await client.ListAsync<TEntity>(options, cancellationToken).ConfigureAwait(false);
            all.AddRange(page.Items);
            options = options with { Continue = page.Metadata.ContinueProperty };
        } while (!string.IsNullOrEmpty(options.Continue));
        return all;
    }
}
