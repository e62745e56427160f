using System.Globalization;
using System.Text.Json.Nodes;

namespace BillingOperator.Api.Tests.Yaml;

/// <summary>Finds a part of a manifest.</summary>
internal static class JsonPart
{
    /// <summary>The node at a path such as <c>spec.containers.0.image</c>; nothing where a field is not there.</summary>
    public static JsonNode? Part(this JsonNode node, string path) =>
        path.Split('.')
            .Aggregate(
                (JsonNode?)node,
                (at, step) => at is JsonArray list ? list[int.Parse(step, CultureInfo.InvariantCulture)] : at?[step]
            );
}
