using System.Text.Json.Nodes;

namespace BillingOperator.Manifests;

/// <summary>What one of those who write to an object has written.</summary>
internal sealed record ManagedFields(
    string? Manager,
    string? Operation,
    string? ApiVersion,
    string? Time,
    string? FieldsType,
    JsonNode? FieldsV1,
    string? Subresource
);
