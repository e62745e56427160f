using System.Text.Json.Nodes;

namespace BillingOperator.Api.Tests.Schemas;

/// <summary>A field of a CRD's schema, with the way to it: <c>spec.s3.tags[*]</c>.</summary>
internal sealed record SchemaNode(string Path, JsonObject Json)
{
    public string Name => Path[(Path.LastIndexOf('.') + 1)..];

    public string? Type => Text("type");

    public string? Format => Text("format");

    public string? Description => Text("description");

    public bool IsMap => Json["additionalProperties"] is not null;

    public IReadOnlyList<string> Required => Texts("required");

    public IReadOnlyList<string> Enum => Texts("enum");

    public IReadOnlyList<CelRule> Rules =>
        [
            .. (Json["x-kubernetes-validations"]?.AsArray() ?? []).Select(rule => new CelRule(
                (string)rule!["rule"]!,
                (string)rule["message"]!
            )),
        ];

    public IReadOnlyList<SchemaNode> Properties =>
        [
            .. (Json["properties"]?.AsObject() ?? []).Select(property => new SchemaNode(
                Path.Length == 0 ? property.Key : $"{Path}.{property.Key}",
                property.Value!.AsObject()
            )),
        ];

    /// <summary>What a list or a map holds.</summary>
    public SchemaNode? Element =>
        (Json["items"] ?? Json["additionalProperties"]) is JsonObject element ? new($"{Path}[*]", element) : null;

    public IEnumerable<SchemaNode> Children => Element is { } element ? [element, .. Properties] : Properties;

    public IEnumerable<SchemaNode> SelfAndDescendants => [this, .. Children.SelectMany(c => c.SelfAndDescendants)];

    public SchemaNode At(string path) => SelfAndDescendants.Single(node => node.Path == path);

    public bool Has(string keyword) => Json.ContainsKey(keyword);

    public long? Number(string keyword) => (long?)Json[keyword];

    public string? Text(string keyword) => (string?)Json[keyword];

    public override string ToString() => Path;

    private IReadOnlyList<string> Texts(string keyword) =>
        [.. (Json[keyword]?.AsArray() ?? []).Select(value => (string)value!)];
}
