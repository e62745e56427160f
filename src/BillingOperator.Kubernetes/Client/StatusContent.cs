using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using BillingOperator.Kubernetes.Entities;

namespace BillingOperator.Kubernetes.Client;

/// <summary>
/// The identity, the preconditions and the status of an object, for server-side apply. JSON is YAML, so the media type
/// that every server since 1.16 knows will do.
/// </summary>
internal sealed class StatusContent<TEntity> : HttpContent
    where TEntity : class, IKubernetesObject<V1ObjectMeta>
{
    private readonly TEntity _entity;
    private readonly JsonTypeInfo<TEntity> _typeInfo;

    public StatusContent(TEntity entity, JsonTypeInfo<TEntity> typeInfo)
    {
        _entity = entity;
        _typeInfo = typeInfo;
        Headers.ContentType = new MediaTypeHeaderValue("application/apply-patch+yaml");
    }

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
        var metadata = _entity.Metadata;
        writer.WriteStartObject();
        writer.WriteString("apiVersion", resource.GroupVersion);
        writer.WriteString("kind", resource.Kind);
        writer.WriteStartObject("metadata");
        writer.WriteString("name", metadata.Name);
        WriteIfSet(writer, "namespace", metadata.Namespace);
        WriteIfSet(writer, "uid", metadata.Uid);
        WriteIfSet(writer, "resourceVersion", metadata.ResourceVersion);
        writer.WriteEndObject();
        var status = _typeInfo.Properties.FirstOrDefault(property => property.Name == "status");
        if (status?.Get?.Invoke(_entity) is { } value)
        {
            writer.WritePropertyName("status");
            JsonSerializer.Serialize(writer, value, _typeInfo.Options.GetTypeInfo(status.PropertyType));
        }

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
