using System.Buffers;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using k8s;
using k8s.Models;

namespace BillingOperator.Kubernetes.Client;

/// <summary>
/// The identity, the preconditions and the status of an object, for server-side apply. JSON is YAML, so the media type
/// that every server since 1.16 knows will do; see <see cref="PlainJsonEncoder"/> for what YAML does not take of JSON.
/// </summary>
/// <remarks>
/// Written before it is sent: a JSON writer on the request's own stream would block a thread whenever its buffer is full.
/// </remarks>
internal sealed class StatusContent<TEntity> : ByteArrayContent
    where TEntity : class, IKubernetesObject<V1ObjectMeta>
{
    private static readonly JsonWriterOptions Options = new() { Encoder = PlainJsonEncoder.Instance };

    public StatusContent(TEntity entity, JsonTypeInfo<TEntity> typeInfo)
        : base(Serialize(entity, typeInfo))
    {
        Headers.ContentType = new MediaTypeHeaderValue("application/apply-patch+yaml");
    }

    private static byte[] Serialize(TEntity entity, JsonTypeInfo<TEntity> typeInfo)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            Write(writer, entity, typeInfo);
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter writer, TEntity entity, JsonTypeInfo<TEntity> typeInfo)
    {
        var resource = ApiResource.Of<TEntity>();
        var metadata = entity.Metadata;
        writer.WriteStartObject();
        writer.WriteString("apiVersion", resource.GroupVersion);
        writer.WriteString("kind", resource.Kind);
        writer.WriteStartObject("metadata");
        writer.WriteString("name", metadata.Name);
        WriteIfSet(writer, "namespace", metadata.NamespaceProperty);
        WriteIfSet(writer, "uid", metadata.Uid);
        WriteIfSet(writer, "resourceVersion", metadata.ResourceVersion);
        writer.WriteEndObject();
        var status = typeInfo.Properties.FirstOrDefault(property => property.Name == "status");
        if (status?.Get?.Invoke(entity) is { } value)
        {
            writer.WritePropertyName("status");
            JsonSerializer.Serialize(writer, value, typeInfo.Options.GetTypeInfo(status.PropertyType));
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
