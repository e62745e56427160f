using System.Text.Json.Serialization;

namespace BillingOperator.Manifests;

/// <summary>The types of the fields of <c>metadata</c>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ObjectMetadata))]
internal sealed partial class MetadataJsonContext : JsonSerializerContext;
