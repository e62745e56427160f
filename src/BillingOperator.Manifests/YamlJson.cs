using System.Text.Json.Nodes;
using BillingOperator.Billing.Validation;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace BillingOperator.Manifests;

/// <summary>Turns a YAML document into JSON, and notes where each field stands.</summary>
/// <param name="map">Takes the places.</param>
/// <param name="maxNodes">Aliases may repeat things, but not without end.</param>
internal sealed class YamlJson(SourceMap map, int maxNodes)
{
    private const int MaxDepth = 100;
    private const string MergeKey = "<<";

    private int _nodes;

    /// <summary>Turns a whole document.</summary>
    /// <exception cref="YamlException">The document cannot be JSON; with the place.</exception>
    public JsonNode? Convert(YamlNode root) => Convert(root, FieldPath.Root, Spot(root), 0);

    private JsonNode? Convert(YamlNode node, FieldPath path, SourceSpot spot, int depth)
    {
        if (++_nodes > maxNodes || depth > MaxDepth)
        {
            throw new NoManifestException(node.Start, node.End, "Aliases repeat this without end: write it out");
        }

        map.Add(path, node is YamlScalarNode written ? spot with { Written = written.Value } : spot);
        return node switch
        {
            YamlScalarNode scalar => YamlScalars.Resolve(scalar),
            YamlSequenceNode sequence => ConvertSequence(sequence, path, depth),
            YamlMappingNode mapping => ConvertMapping(mapping, path, depth),
            _ => throw new NoManifestException(
                node.Start,
                node.End,
                "This is neither a value nor a list nor a map: write one of them"
            ),
        };
    }

    private JsonArray ConvertSequence(YamlSequenceNode sequence, FieldPath path, int depth)
    {
        var array = new JsonArray();
        foreach (var item in sequence)
        {
            array.Add(Convert(item, path.Item(array.Count), Spot(item), depth + 1));
        }

        return array;
    }

    private JsonObject ConvertMapping(YamlMappingNode mapping, FieldPath path, int depth)
    {
        var json = new JsonObject();
        foreach (var (key, value) in mapping.Where(entry => !IsMerge(entry.Key)))
        {
            if (key is not YamlScalarNode scalar || YamlScalars.ResolveKey(scalar) is not { } name)
            {
                throw new NoManifestException(
                    key.Start,
                    key.End,
                    "A key must be a text: write it before its colon, in quotes if need be"
                );
            }

            json[name] = Convert(value, path.Child(name), Spot(key), depth + 1);
        }

        foreach (var (_, merged) in mapping.Where(entry => IsMerge(entry.Key)))
        {
            Merge(json, merged, path, depth);
        }

        return json;
    }

    private void Merge(JsonObject json, YamlNode merged, FieldPath path, int depth)
    {
        var sources = merged is YamlSequenceNode list ? list.Children : [merged];
        foreach (var source in sources)
        {
            if (source is not YamlMappingNode mapping)
            {
                throw new NoManifestException(source.Start, source.End, "Only a map can be merged with <<: name one");
            }

            foreach (var (name, value) in ConvertMapping(mapping, path, depth + 1))
            {
                json.TryAdd(name, value?.DeepClone());
            }
        }
    }

    private static bool IsMerge(YamlNode key) => key is YamlScalarNode { Style: ScalarStyle.Plain, Value: MergeKey };

    private static SourceSpot Spot(YamlNode node) => new((int)node.Start.Line, (int)node.Start.Column);
}
