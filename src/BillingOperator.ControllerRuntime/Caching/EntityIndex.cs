using k8s;
using k8s.Models;

namespace BillingOperator.ControllerRuntime.Caching;

/// <summary>
/// Finds objects by a value of theirs. Made for values that few objects share: each change copies those of its value. Not
/// thread-safe.
/// </summary>
/// <typeparam name="TEntity">The kind.</typeparam>
/// <param name="valueOf">The value of an object; <see langword="null"/> leaves it out.</param>
internal sealed class EntityIndex<TEntity>(Func<TEntity, string?> valueOf)
    where TEntity : class, IKubernetesObject<V1ObjectMeta>
{
    private readonly Dictionary<string, TEntity[]> _byValue = new(StringComparer.Ordinal);

    /// <summary>The objects that have a value.</summary>
    public IReadOnlyList<TEntity> Find(string value) => _byValue.GetValueOrDefault(value, []);

    /// <summary>Puts the state after a change in the place of the state before it.</summary>
    public void Exchange(TEntity? before, TEntity? after)
    {
        if (before is not null && valueOf(before) is { } old)
        {
            TEntity[] others = [.. Find(old).Where(entity => !ReferenceEquals(entity, before))];
            if (others.Length > 0)
            {
                _byValue[old] = others;
            }
            else
            {
                _byValue.Remove(old);
            }
        }

        if (after is not null && valueOf(after) is { } value)
        {
            _byValue[value] = [.. Find(value), after];
        }
    }
}
