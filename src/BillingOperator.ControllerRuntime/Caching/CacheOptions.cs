using k8s;
using k8s.Models;

namespace BillingOperator.ControllerRuntime.Caching;

/// <summary>What a cache holds, and how it can be searched.</summary>
/// <typeparam name="TEntity">The kind.</typeparam>
public sealed class CacheOptions<TEntity>
    where TEntity : class, IKubernetesObject<V1ObjectMeta>
{
    private readonly Dictionary<string, Func<TEntity, string?>> _indexes = [];

    /// <summary>One namespace to hold; <see langword="null"/>, the default, for all.</summary>
    public string? Namespace { get; set; }

    internal IReadOnlyDictionary<string, Func<TEntity, string?>> Indexes => _indexes;

    /// <summary>Adds an index, for <see cref="IEntityCache{TEntity}.ByIndex"/>.</summary>
    /// <param name="name">The name of the index.</param>
    /// <param name="key">The value of an object; <see langword="null"/> leaves it out.</param>
    public CacheOptions<TEntity> AddIndex(string name, Func<TEntity, string?> key)
    {
        _indexes.Add(name, key);
        return this;
    }
}
