using System.Text.Json.Nodes;
using BillingOperator.Api;

namespace BillingOperator.Tests.Agreement;

/// <summary>A manifest of one object, made to try one field.</summary>
/// <param name="Kind">The object's kind.</param>
/// <param name="Field">What is tried, for the table.</param>
/// <param name="Text">JSON, or YAML where its traps are tried.</param>
internal sealed record AgreementDocument(string Kind, string Field, string Text)
{
    public bool IsJson => Text.StartsWith('{');

    /// <summary>An object with this spec.</summary>
    public static AgreementDocument Of(string kind, string field, JsonNode? spec, string name = "tried") =>
        Of(kind, field, spec, new JsonObject { ["name"] = name });

    /// <summary>An object with this spec and this metadata.</summary>
    public static AgreementDocument Of(string kind, string field, JsonNode? spec, JsonObject metadata) =>
        new(
            kind,
            field,
            new JsonObject
            {
                ["apiVersion"] = ApiGroup.GroupVersion,
                ["kind"] = kind,
                ["metadata"] = metadata,
                ["spec"] = spec,
            }.ToJsonString()
        );
}
