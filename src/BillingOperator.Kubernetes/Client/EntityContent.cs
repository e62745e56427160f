using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace BillingOperator.Kubernetes.Client;

/// <summary>
/// An object as the body of a request, written straight into the stream, and written again where it is sent again.
/// </summary>
internal sealed class EntityContent<TEntity> : HttpContent
{
    private readonly TEntity _entity;
    private readonly JsonTypeInfo<TEntity> _typeInfo;

    public EntityContent(TEntity entity, JsonTypeInfo<TEntity> typeInfo)
    {
        _entity = entity;
        _typeInfo = typeInfo;
        Headers.ContentType = new MediaTypeHeaderValue("application/json");
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        JsonSerializer.SerializeAsync(stream, _entity, _typeInfo);

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
