using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace BillingOperator.Kubernetes.Client;

/// <summary>
/// Reads one object of many. A status that another version of this program left behind, in a shape that this one does not
/// know, counts as absent and is written again: one object must not keep all others from being read.
/// </summary>
internal static class EntityDecoder
{
    /// <summary>Reads the object that begins where the reader stands.</summary>
    /// <exception cref="JsonException">Something else than the status is not what it should be.</exception>
    public static TEntity? Decode<TEntity>(Utf8JsonReader reader, JsonTypeInfo<TEntity> typeInfo)
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
