using System.Threading.Channels;
using BillingOperator.Kubernetes.Client;
using BillingOperator.Kubernetes.Entities;
using k8s;
using k8s.Models;

namespace BillingOperator.ControllerRuntime.Tests.Caching;

/// <summary>
/// Plays the events of streaming lists, which no API server that can be had here knows. For everything else there is the
/// real server.
/// </summary>
internal sealed class ScriptedWatch : IKubernetesClient
{
    private readonly Channel<object> _events = Channel.CreateUnbounded<object>();

    public List<WatchOptions> Watches { get; } = [];

    /// <summary>What a plain list returns; <see langword="null"/> where there must be none.</summary>
    public IReadOnlyList<object>? Listed { get; set; }

    public void Say(WatchEventType type, object entity) => _events.Writer.TryWrite((type, entity));

    public void Break() => _events.Writer.TryWrite(new IOException("broken"));

    public async IAsyncEnumerable<WatchEvent<TEntity>> WatchAsync<TEntity>(
        WatchOptions options,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken
    )
        where TEntity : class, IKubernetesObject<V1ObjectMeta>
    {
        Watches.Add(options);
        await foreach (var item in _events.Reader.ReadAllAsync(cancellationToken))
        {
            yield return item is ValueTuple<WatchEventType, object> said
                ? new WatchEvent<TEntity>(said.Item1, (TEntity)said.Item2)
                : throw (Exception)item;
        }
    }

    public Task<VersionInfo> GetVersionAsync(CancellationToken cancellationToken) =>
        throw new InvalidOperationException("a streaming list needs no other");

    public Task<EntityList<TEntity>> ListAsync<TEntity>(ListOptions options, CancellationToken cancellationToken)
        where TEntity : class, IKubernetesObject<V1ObjectMeta> =>
        Listed is { } listed
            ? Task.FromResult(
                new EntityList<TEntity>
                {
                    Metadata = new() { ResourceVersion = "1" },
                    Items = [.. listed.Cast<TEntity>()],
                }
            )
            : throw new InvalidOperationException("a streaming list needs no other");

    public Task<EntityList<TEntity>> ListAsync<TEntity>(
        ListOptions options,
        Func<TEntity, TEntity> keep,
        CancellationToken cancellationToken
    )
        where TEntity : class, IKubernetesObject<V1ObjectMeta> => ListAsync<TEntity>(options, cancellationToken);

    public Task<TEntity?> GetAsync<TEntity>(EntityKey key, CancellationToken cancellationToken)
        where TEntity : class, IKubernetesObject<V1ObjectMeta> => throw new NotSupportedException();

    public Task<TEntity> CreateAsync<TEntity>(TEntity entity, CancellationToken cancellationToken)
        where TEntity : class, IKubernetesObject<V1ObjectMeta> => throw new NotSupportedException();

    public Task<TEntity> UpdateAsync<TEntity>(TEntity entity, CancellationToken cancellationToken)
        where TEntity : class, IKubernetesObject<V1ObjectMeta> => throw new NotSupportedException();

    public Task<TEntity> ApplyStatusAsync<TEntity>(
        TEntity entity,
        string fieldManager,
        CancellationToken cancellationToken
    )
        where TEntity : class, IKubernetesObject<V1ObjectMeta> => throw new NotSupportedException();

    public Task<TEntity> AnnotateAsync<TEntity>(
        EntityKey key,
        IReadOnlyDictionary<string, string> annotations,
        string fieldManager,
        CancellationToken cancellationToken
    )
        where TEntity : class, IKubernetesObject<V1ObjectMeta> => throw new NotSupportedException();

    public Task DeleteAsync<TEntity>(EntityKey key, CancellationToken cancellationToken)
        where TEntity : class, IKubernetesObject<V1ObjectMeta> => throw new NotSupportedException();
}
