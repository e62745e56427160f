using System.Diagnostics.Metrics;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using BillingOperator.Kubernetes.Configuration;
using BillingOperator.Kubernetes.Entities;
using BillingOperator.Kubernetes.Transport;
using k8s;
using k8s.Models;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
// KubernetesClient has one of the same name, which reads less of a kubeconfig.
using KubernetesClientConfiguration = BillingOperator.Kubernetes.Configuration.KubernetesClientConfiguration;

namespace BillingOperator.Kubernetes.Client;

/// <summary>The client of one API server. Safe to use from many threads; one a process is enough.</summary>
public sealed class KubernetesClient : IKubernetesClient, IDisposable
{
    private readonly ApiConnection _connection;
    private readonly JsonSerializerOptions _json;

    /// <summary>Makes a client; connects with the first request.</summary>
    /// <param name="configuration">The way to the server.</param>
    /// <param name="options">How to behave towards it.</param>
    /// <param name="timeProvider">Measures timeouts, waits and the age of credentials.</param>
    /// <param name="meterFactory">Makes the meter <c>BillingOperator.Kubernetes</c>.</param>
    /// <param name="logger">Hears of waits that the server asks for.</param>
    public KubernetesClient(
        KubernetesClientConfiguration configuration,
        IOptions<KubernetesClientOptions> options,
        TimeProvider timeProvider,
        IMeterFactory meterFactory,
        ILogger<KubernetesClient> logger
    )
    {
        var settings = options.Value;
        var handler = RequestPipeline.Create(configuration, settings, timeProvider, meterFactory, logger);
        _connection = new ApiConnection(configuration.Server, handler, settings.RequestTimeout, timeProvider);
        _json = EntityJson.Options(settings.TypeInfoResolvers);
    }

    /// <inheritdoc/>
    public Task<VersionInfo> GetVersionAsync(CancellationToken cancellationToken) =>
        SendAsync<VersionInfo>(HttpMethod.Get, "/version", null, cancellationToken);

    /// <inheritdoc/>
    public async Task<TEntity?> GetAsync<TEntity>(EntityKey key, CancellationToken cancellationToken)
        where TEntity : class, IKubernetesObject<V1ObjectMeta>
    {
        try
        {
            var path = ApiResource.Of<TEntity>().Object(key);
            return await SendAsync<TEntity>(HttpMethod.Get, path, null, cancellationToken).ConfigureAwait(false);
        }
        catch (KubernetesException e) when (IsMissing(e, key))
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public Task<EntityList<TEntity>> ListAsync<TEntity>(ListOptions options, CancellationToken cancellationToken)
        where TEntity : class, IKubernetesObject<V1ObjectMeta> =>
        ListAsync<TEntity>(options, static entity => entity, cancellationToken);

    /// <inheritdoc/>
    public async Task<EntityList<TEntity>> ListAsync<TEntity>(
        ListOptions options,
        Func<TEntity, TEntity> keep,
        CancellationToken cancellationToken
    )
        where TEntity : class, IKubernetesObject<V1ObjectMeta>
    {
        var query = new QueryString()
            .Add("labelSelector", options.LabelSelector)
            .Add("fieldSelector", options.FieldSelector)
            .Add("limit", options.Limit)
            .Add("continue", options.Continue)
            .Add("resourceVersion", options.ResourceVersion);
        var path = $"{ApiResource.Of<TEntity>().Collection(options.Namespace)}{query}";
        using var response = await _connection
            .SendAsync(HttpMethod.Get, path, null, cancellationToken)
            .ConfigureAwait(false);
        return await _connection
            .ReadAsync(
                response,
                (body, token) => new ListReader<TEntity>(body, TypeInfo<TEntity>(), keep).ReadAsync(token),
                cancellationToken
            )
            .ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<WatchEvent<TEntity>> WatchAsync<TEntity>(
        WatchOptions options,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
        where TEntity : class, IKubernetesObject<V1ObjectMeta>
    {
        var query = new QueryString()
            .Add("watch", true)
            .Add("allowWatchBookmarks", true)
            .Add("labelSelector", options.LabelSelector)
            .Add("fieldSelector", options.FieldSelector)
            .Add("resourceVersion", options.ResourceVersion)
            .Add("timeoutSeconds", (int?)options.Timeout?.TotalSeconds)
            .Add("sendInitialEvents", options.SendInitialEvents)
            .Add("resourceVersionMatch", options.SendInitialEvents ? "NotOlderThan" : null);
        var path = $"{ApiResource.Of<TEntity>().Collection(options.Namespace)}{query}";
        using var response = await _connection
            .SendAsync(HttpMethod.Get, path, null, cancellationToken)
            .ConfigureAwait(false);
        var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        var reader = new WatchEventReader<TEntity>(stream, TypeInfo<TEntity>());
        await foreach (var watchEvent in reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            yield return watchEvent;
        }
    }

    /// <inheritdoc/>
    public Task<TEntity> CreateAsync<TEntity>(TEntity entity, CancellationToken cancellationToken)
        where TEntity : class, IKubernetesObject<V1ObjectMeta>
    {
        var path = ApiResource.Of<TEntity>().CollectionOf(EntityKey.Of(entity));
        var content = new EntityContent<TEntity>(entity, TypeInfo<TEntity>());
        return SendAsync<TEntity>(HttpMethod.Post, path, content, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<TEntity> UpdateAsync<TEntity>(TEntity entity, CancellationToken cancellationToken)
        where TEntity : class, IKubernetesObject<V1ObjectMeta>
    {
        var path = ApiResource.Of<TEntity>().Object(EntityKey.Of(entity));
        var content = new EntityContent<TEntity>(entity, TypeInfo<TEntity>());
        return SendAsync<TEntity>(HttpMethod.Put, path, content, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<TEntity> ApplyStatusAsync<TEntity>(
        TEntity entity,
        string fieldManager,
        CancellationToken cancellationToken
    )
        where TEntity : class, IKubernetesObject<V1ObjectMeta>
    {
        var query = new QueryString().Add("fieldManager", fieldManager).Add("force", true);
        var path = $"{ApiResource.Of<TEntity>().Object(EntityKey.Of(entity))}/status{query}";
        var content = new StatusContent<TEntity>(entity, TypeInfo<TEntity>());
        var applied = await SendAsync<TEntity>(HttpMethod.Patch, path, content, cancellationToken)
            .ConfigureAwait(false);
        EntityDecoder.DropLastApplied(applied.Metadata);
        return applied;
    }

    /// <inheritdoc/>
    public async Task<TEntity> AnnotateAsync<TEntity>(
        EntityKey key,
        IReadOnlyDictionary<string, string> annotations,
        string fieldManager,
        CancellationToken cancellationToken
    )
        where TEntity : class, IKubernetesObject<V1ObjectMeta>
    {
        var query = new QueryString().Add("fieldManager", fieldManager);
        var path = $"{ApiResource.Of<TEntity>().Object(key)}{query}";
        using var content = new AnnotationsContent(annotations);
        return await SendAsync<TEntity>(HttpMethod.Patch, path, content, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task DeleteAsync<TEntity>(EntityKey key, CancellationToken cancellationToken)
        where TEntity : class, IKubernetesObject<V1ObjectMeta>
    {
        try
        {
            var path = ApiResource.Of<TEntity>().Object(key);
            using var response = await _connection
                .SendAsync(HttpMethod.Delete, path, null, cancellationToken)
                .ConfigureAwait(false);
            await _connection.DrainAsync(response, cancellationToken).ConfigureAwait(false);
        }
        catch (KubernetesException e) when (IsMissing(e, key))
        {
            // What is wanted holds already.
        }
    }

    /// <summary>Closes the connections.</summary>
    public void Dispose() => _connection.Dispose();

    /// <summary>Whether a 404 means this object, and not that the server does not know the kind at all.</summary>
    private static bool IsMissing(KubernetesException e, EntityKey key) =>
        e.StatusCode == HttpStatusCode.NotFound && e.Status.Details?.Name == key.Name;

    private async Task<T> SendAsync<T>(
        HttpMethod method,
        string path,
        HttpContent? content,
        CancellationToken cancellationToken
    )
    {
        using var response = await _connection
            .SendAsync(method, path, content, cancellationToken)
            .ConfigureAwait(false);
        return await _connection
            .ReadAsync(
                response,
                async (body, token) =>
                    await JsonSerializer.DeserializeAsync(body, TypeInfo<T>(), token).ConfigureAwait(false)
                    ?? throw new JsonException("The answer is null."),
                cancellationToken
            )
            .ConfigureAwait(false);
    }

    private JsonTypeInfo<T> TypeInfo<T>() => (JsonTypeInfo<T>)_json.GetTypeInfo(typeof(T));
}
