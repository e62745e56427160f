using k8s.Models;

namespace BillingOperator.Kubernetes.Entities;

/// <summary>One page of a list.</summary>
/// <typeparam name="TEntity">The class of the objects.</typeparam>
public sealed record EntityList<TEntity>
{
    /// <summary>Version, and the token of the next page.</summary>
    public V1ListMeta Metadata { get; init; } = new();

    /// <summary>The objects.</summary>
    public IReadOnlyList<TEntity> Items { get; init; } = [];
}
