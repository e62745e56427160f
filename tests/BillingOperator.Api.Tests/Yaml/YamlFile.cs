using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace BillingOperator.Api.Tests.Yaml;

/// <summary>Reads YAML as the JSON that the API server would get. Quoted scalars stay strings, as YAML has it.</summary>
internal static class YamlFile
{
    public static IReadOnlyList<JsonObject> ReadAll(string path) => Parse(File.ReadAllText(path));

    public static JsonObject Read(string path) => ReadAll(path).Single();

    public static IReadOnlyList<JsonObject> Parse(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return [.. stream.Documents.Select(document => ToJson(document.RootNode)).OfType<JsonObject>()];
    }

    private static JsonNode? ToJson(YamlNode node) =>
        node switch
        {
            YamlMappingNode map => new JsonObject(
                map.Children.Select(pair => KeyValuePair.Create(((YamlScalarNode)pair.Key).Value!, ToJson(pair.Value)))
            ),
            YamlSequenceNode list => new JsonArray([.. list.Children.Select(ToJson)]),
            YamlScalarNode { Style: ScalarStyle.Plain } scalar => ToJson(scalar.Value!),
            YamlScalarNode scalar => JsonValue.Create(scalar.Value),
            _ => throw new NotSupportedException($"{node.NodeType} at {node.Start}"),
        };

    private static JsonValue? ToJson(string plain) =>
        plain switch
        {
            "" or "null" or "~" => null,
            "true" => JsonValue.Create(true),
            "false" => JsonValue.Create(false),
            _ when long.TryParse(plain, out var number) => JsonValue.Create(number),
            _ => JsonValue.Create(plain),
        };
}
