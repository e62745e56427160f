using BillingOperator.Kubernetes.Entities;
using k8s;
using k8s.Models;

namespace BillingOperator.ControllerRuntime.Caching;

/// <summary>
/// The objects of one kind, and their indexes. Changes come from one reflector; status writes are written through from
/// any thread.
/// </summary>
/// <typeparam name="TEntity">The kind.</typeparam>
internal sealed class EntityStore<TEntity>(CacheOptions<TEntity> options) : IEntityCache<TEntity>
    where TEntity : class, IKubernetesObject<V1ObjectMeta>
{
    private readonly Lock _lock = new();
    private readonly Dictionary<EntityKey, TEntity> _entities = [];
    private readonly Dictionary<string, EntityIndex<TEntity>> _indexes = options.Indexes.ToDictionary(
        index => index.Key,
        index => new EntityIndex<TEntity>(index.Value)
    );

    private readonly Dictionary<EntityKey, Queue<string>> _echoes = [];
    private TEntity[]? _snapshot;
    private bool _synced;

    /// <summary>Raised after a status write of this process, which the watch's report then does not repeat.</summary>
    public event Action<EntityChange<TEntity>>? Written;

    /// <summary>Who waits for a list, for the reflector to serve.</summary>
    public Relisting Relisting { get; } = new();

    /// <inheritdoc/>
    public bool HasSynced => Volatile.Read(ref _synced);

    /// <inheritdoc/>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _entities.Count;
            }
        }
    }

    /// <inheritdoc/>
    public TEntity? Get(EntityKey key)
    {
        lock (_lock)
        {
            return _entities.GetValueOrDefault(key);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<TEntity> List()
    {
        lock (_lock)
        {
            return _snapshot ??= [.. _entities.Values];
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<TEntity> ByIndex(string index, string value)
    {
        lock (_lock)
        {
            return _indexes.TryGetValue(index, out var found)
                ? found.Find(value)
                : throw new ArgumentException(
                    $"the cache of {typeof(TEntity).Name} has no index '{index}'",
                    nameof(index)
                );
        }
    }

    /// <inheritdoc/>
    public Task RefreshAsync(CancellationToken cancellationToken) => Relisting.AskAsync(cancellationToken);

    /// <summary>The instance that the store has of the same state of an object, so that no second one is kept.</summary>
    /// <returns>The entity itself where the store does not have that state.</returns>
    public TEntity Known(TEntity entity)
    {
        var known = Get(EntityKey.Of(entity));
        return known is not null && known.Metadata.ResourceVersion == entity.Metadata.ResourceVersion ? known : entity;
    }

    /// <summary>Takes in an object that was added or changed.</summary>
    /// <returns>The change; <see langword="null"/> where the store knew it already.</returns>
    public EntityChange<TEntity>? Put(TEntity entity)
    {
        var key = EntityKey.Of(entity);
        lock (_lock)
        {
            if (IsEcho(key, entity.Metadata.ResourceVersion))
            {
                return null;
            }

            return Exchange(key, entity);
        }
    }

    /// <summary>Takes out an object.</summary>
    /// <param name="entity">Its last state.</param>
    /// <returns>The change; <see langword="null"/> where the store did not hold it.</returns>
    public EntityChange<TEntity>? Remove(TEntity entity)
    {
        var key = EntityKey.Of(entity);
        lock (_lock)
        {
            _echoes.Remove(key);
            return Exchange(key, null) is null ? null : new(entity, null);
        }
    }

    /// <summary>Makes the store hold exactly these objects, so that changes and deletes missed meanwhile come to light.</summary>
    /// <returns>What changed.</returns>
    public IReadOnlyList<EntityChange<TEntity>> Replace(IEnumerable<TEntity> entities)
    {
        lock (_lock)
        {
            List<EntityChange<TEntity>> changes = [];
            HashSet<EntityKey> gone = [.. _entities.Keys];
            _echoes.Clear();
            foreach (var entity in entities)
            {
                var key = EntityKey.Of(entity);
                gone.Remove(key);
                if (Exchange(key, entity) is { } change)
                {
                    changes.Add(change);
                }
            }

            foreach (var key in gone)
            {
                if (Exchange(key, null) is { } change)
                {
                    changes.Add(change);
                }
            }

            Volatile.Write(ref _synced, true);
            return changes;
        }
    }

    /// <summary>
    /// Takes in the answer to a write of this process before the watch reports it, unless the watch was quicker. The
    /// watch's later report is recognised by its version and not passed on.
    /// </summary>
    /// <param name="before">The cached object that the write was based on.</param>
    /// <param name="after">The server's answer.</param>
    public void WriteThrough(TEntity before, TEntity after)
    {
        var key = EntityKey.Of(after);
        var version = after.Metadata.ResourceVersion;
        EntityChange<TEntity>? change;
        lock (_lock)
        {
            if (
                version is null
                || version == before.Metadata.ResourceVersion
                || _entities.GetValueOrDefault(key)?.Metadata.ResourceVersion != before.Metadata.ResourceVersion
            )
            {
                return;
            }

            change = Exchange(key, after);
            if (!_echoes.TryGetValue(key, out var echoes))
            {
                _echoes.Add(key, echoes = []);
            }

            echoes.Enqueue(version);
        }

        if (change is { } written)
        {
            Written?.Invoke(written);
        }
    }

    /// <summary>Whether the watch reports what <see cref="WriteThrough"/> put in, perhaps with newer writes after it.</summary>
    private bool IsEcho(EntityKey key, string? version)
    {
        if (version is null || !_echoes.TryGetValue(key, out var echoes) || !echoes.Contains(version))
        {
            return false;
        }

        while (echoes.Dequeue() != version)
        {
            // Versions of one object come in order: the report of an older one was missed.
        }

        if (echoes.Count == 0)
        {
            _echoes.Remove(key);
        }

        return true;
    }

    private EntityChange<TEntity>? Exchange(EntityKey key, TEntity? after)
    {
        var before = _entities.GetValueOrDefault(key);
        if (before is null ? after is null : before.Metadata.ResourceVersion == after?.Metadata.ResourceVersion)
        {
            return null;
        }

        if (after is null)
        {
            _entities.Remove(key);
        }
        else
        {
            _entities[key] = after;
        }

        foreach (var index in _indexes.Values)
        {
            index.Exchange(before, after);
        }

        _snapshot = null;
        return new(before, after);
    }
}
