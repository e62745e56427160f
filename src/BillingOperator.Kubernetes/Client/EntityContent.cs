using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using BillingOperator.Kubernetes.Entities;

namespace BillingOperator.Kubernetes.Client;

/// <summary>
/// An object as the body of a request, written straight into the stream, and written anew where it is sent again.
/// </summary>
internal sealed class EntityContent<TEntity> : HttpContent
    where TEntity : class, IKubernetesObject<V1ObjectMeta>
{
    private readonly TEntity _entity;
    private readonly JsonTypeInfo<TEntity> _typeInfo;
    private readonly bool _statusOnly;

    private EntityContent(TEntity entity, JsonTypeInfo<TEntity> typeInfo, string mediaType, bool statusOnly)
    {
        _entity = entity;
        _typeInfo = typeInfo;
        _statusOnly = statusOnly;
        Headers.ContentType = new MediaTypeHeaderValue(mediaType);
    }

    /// <summary>The whole object.</summary>
    public static EntityContent<TEntity> Whole(TEntity entity, JsonTypeInfo<TEntity> typeInfo) =>
        new(entity, typeInfo, "application/json", statusOnly: false);

    /// <summary>Identity, preconditions and status, for server-side apply. JSON is YAML.</summary>
    public static EntityContent<TEntity> Status(TEntity entity, JsonTypeInfo<TEntity> typeInfo) =>
        new(entity, typeInfo, "application/apply-patch+yaml", statusOnly: true);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        var writer = new Utf8JsonWriter(stream);
        await using (writer.ConfigureAwait(false))
        {
            Write(writer);
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    private void Write(Utf8JsonWriter writer)
    {
        var resource = ApiResource.Of<TEntity>();
        var whole = JsonSerializer.SerializeToNode(_entity, _typeInfo)!.AsObject();
        writer.WriteStartObject();
        // A custom resource made in code does not know its own kind; its class does.
        writer.WriteString("apiVersion", resource.GroupVersion);
        writer.WriteString("kind", resource.Kind);
        if (_statusOnly)
        {
            WriteIdentity(writer, _entity.Metadata);
        }

        foreach (var (name, value) in whole.Where(property => IsWanted(property.Key)))
        {
            writer.WritePropertyName(name);
            value!.WriteTo(writer);
        }

        writer.WriteEndObject();
    }

    private bool IsWanted(string property) =>
        _statusOnly ? property is "status" : property is not ("apiVersion" or "kind");

    private static void WriteIdentity(Utf8JsonWriter writer, V1ObjectMeta metadata)
    {
        writer.WriteStartObject("metadata");
        writer.WriteString("name", metadata.Name);
        WriteIfSet(writer, "namespace", metadata.Namespace);
        WriteIfSet(writer, "uid", metadata.Uid);
        WriteIfSet(writer, "resourceVersion", metadata.ResourceVersion);
        writer.WriteEndObject();
    }

    private static void WriteIfSet(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }
}
