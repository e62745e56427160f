using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using k8s.Models;

namespace BillingOperator.Kubernetes.Client;

/// <summary>
/// Reads one object of many. A status that another version of this program left behind, in a shape that this one does not
/// know, counts as absent and is written again: one object must not keep all others from being read.
/// </summary>
internal static class EntityDecoder
{
    private const string LastApplied = "kubectl.kubernetes.io/last-applied-configuration";

    /// <summary>Reads the object that begins where the reader stands, without what only kubectl reads.</summary>
    /// <exception cref="JsonException">Something else than the status is not what it should be.</exception>
    public static TEntity? Decode<TEntity>(Utf8JsonReader reader, JsonTypeInfo<TEntity> typeInfo)
    {
        var entity = DecodeAll(reader, typeInfo);
        if (entity is IMetadata<V1ObjectMeta> { Metadata: { } metadata })
        {
            DropLastApplied(metadata);
        }

        return entity;
    }

    /// <summary>Drops the copy of the object that <c>kubectl apply</c> keeps in an annotation.</summary>
    public static void DropLastApplied(V1ObjectMeta metadata)
    {
        if (metadata.Annotations is { } annotations && annotations.Remove(LastApplied) && annotations.Count == 0)
        {
            metadata.Annotations = null;
        }
    }

    private static TEntity? DecodeAll<TEntity>(Utf8JsonReader reader, JsonTypeInfo<TEntity> typeInfo)
    {
        var start = reader;
        try
        {
            return JsonSerializer.Deserialize(ref reader, typeInfo);
        }
        catch (JsonException)
        {
            if (JsonNode.Parse(ref start) is JsonObject rest && rest.Remove("status"))
            {
                return rest.Deserialize(typeInfo);
            }

            throw;
        }
    }
}
