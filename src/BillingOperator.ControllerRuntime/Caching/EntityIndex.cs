using BillingOperator.Kubernetes.Entities;

namespace BillingOperator.ControllerRuntime.Caching;

/// <summary>Finds objects by a value of theirs. Not thread-safe.</summary>
/// <typeparam name="TEntity">The kind.</typeparam>
/// <param name="valueOf">The value of an object; <see langword="null"/> leaves it out.</param>
internal sealed class EntityIndex<TEntity>(Func<TEntity, string?> valueOf)
    where TEntity : class, IKubernetesObject<V1ObjectMeta>
{
    private readonly Dictionary<string, Dictionary<EntityKey, TEntity>> _byValue = [];

    /// <summary>The objects that have a value.</summary>
    public IReadOnlyList<TEntity> Find(string value) =>
        _byValue.TryGetValue(value, out var found) ? [.. found.Values] : [];

    /// <summary>Puts the state after a change in the place of the state before it.</summary>
    public void Exchange(TEntity? before, TEntity? after)
    {
        if (before is not null && valueOf(before) is { } old && _byValue.TryGetValue(old, out var holders))
        {
            holders.Remove(EntityKey.Of(before));
            if (holders.Count == 0)
            {
                _byValue.Remove(old);
            }
        }

        if (after is not null && valueOf(after) is { } value)
        {
            if (!_byValue.TryGetValue(value, out holders))
            {
                _byValue.Add(value, holders = []);
            }

            holders[EntityKey.Of(after)] = after;
        }
    }
}
