using System.Text.Json;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace BillingOperator.Kubernetes.Yaml;

/// <summary>Reads YAML as JSON, as Kubernetes does (sigs.k8s.io/yaml), and notes where each part stands.</summary>
public sealed class YamlReader
{
    private const string MergeKey = "<<";
    private const string EndlessAlias = "Aliases repeat this without end: write it out";

    private readonly YamlParser _parser;
    private readonly int _maxNodes;

    /// <summary>What the document has anchored; <see langword="null"/> what is not read to its end.</summary>
    private readonly Dictionary<AnchorName, Part?> _anchors = [];

    private YamlDocument _document = new();
    private int _nodes;

    private YamlReader(string text, bool refusesDirectives)
    {
        _parser = new YamlParser(text, refusesDirectives);
        // Aliases may repeat things, but not without end.
        _maxNodes = (10 * text.Length) + 1000;
    }

    /// <summary>Reads the documents of a text, each when it is asked for.</summary>
    /// <param name="text">YAML or JSON.</param>
    /// <param name="refusesDirectives">
    /// Whether <c>%YAML 1.1</c> is an error: Kubernetes splits manifests, and no kubeconfig, before it reads them.
    /// </param>
    /// <exception cref="YamlFormatException">The text is no YAML, or none that Kubernetes reads.</exception>
    public static IEnumerable<YamlDocument> Read(string text, bool refusesDirectives)
    {
        var reader = new YamlReader(text, refusesDirectives);
        while (reader._parser.Next() is { } part)
        {
            if (part is DocumentStart)
            {
                yield return reader.ReadDocument();
            }
        }
    }

    private YamlDocument ReadDocument()
    {
        _document = new YamlDocument();
        _anchors.Clear();
        _nodes = 0;
        var root = Read(_parser.Next()!, 0);
        _document.Value = root.Value;
        _document.Root = root.Place;
        return _document;
    }

    private Part Read(ParsingEvent start, int depth)
    {
        if (start is AnchorAlias alias)
        {
            return Repeat(alias, depth);
        }

        var node = ++_nodes;
        var anchor = ((NodeEvent)start).Anchor;
        if (!anchor.IsEmpty)
        {
            _anchors[anchor] = null;
        }

        var place = new YamlPlace(YamlParser.Spot(start.Start), node);
        var part = start switch
        {
            Scalar scalar => new Part(
                YamlScalars.Resolve(scalar),
                place with
                {
                    Spot = place.Spot with { Written = scalar.Value },
                },
                Height: 0,
                Count: 1
            ),
            SequenceStart => ReadSequence(place, depth),
            _ => ReadMapping(place, depth),
        };
        if (!anchor.IsEmpty)
        {
            _anchors[anchor] = part;
        }

        return part;
    }

    private Part Repeat(AnchorAlias alias, int depth)
    {
        if (!_anchors.TryGetValue(alias.Value, out var anchored))
        {
            throw Error(
                alias,
                $"There is no &{alias.Value} before this *{alias.Value}: write it there, or correct the name"
            );
        }

        if (
            anchored is not { } part
            || depth + part.Height > YamlParser.MaxDepth
            || (long)_nodes + part.Count > _maxNodes
        )
        {
            throw Error(alias, EndlessAlias);
        }

        _nodes += part.Count;
        return part with { Value = part.Value?.DeepClone() };
    }

    private Part ReadSequence(YamlPlace place, int depth)
    {
        var array = new JsonArray();
        var (height, before) = (0, _nodes);
        while (_parser.Next() is { } next and not SequenceEnd)
        {
            var item = Read(next, depth + 1);
            _document.Add(place.Node, null, array.Count, item.Place);
            array.Add(item.Value);
            height = Math.Max(height, item.Height + 1);
        }

        return new Part(array, place, height, _nodes - before + 1);
    }

    private Part ReadMapping(YamlPlace place, int depth)
    {
        var json = new JsonObject();
        Part? merged = null;
        var (height, before) = (0, _nodes);
        while (_parser.Next() is { } next and not MappingEnd)
        {
            var isMerge = next is Scalar { Style: ScalarStyle.Plain, Value: MergeKey };
            var name =
                NameOf(Read(next, depth + 1).Value)
                ?? throw Error(next, "A key must be a text: write it before its colon, in quotes if need be");
            if (isMerge ? merged is not null : json.ContainsKey(name))
            {
                throw Error(
                    next,
                    $"the key {name} comes a second time: remove one of the two, or part two objects with ---"
                );
            }

            var value = Read(_parser.Next()!, depth + 1);
            height = Math.Max(height, value.Height + 1);
            if (isMerge)
            {
                merged = value;
            }
            else
            {
                var spot = YamlParser.Spot(next.Start) with { Written = value.Place.Spot.Written };
                _document.Add(place.Node, name, 0, value.Place with { Spot = spot });
                json.Add(name, value.Value);
            }
        }

        if (merged is { } source)
        {
            Merge(json, place, source);
        }

        return new Part(json, place, height, _nodes - before + 1);
    }

    private void Merge(JsonObject json, YamlPlace place, Part merged)
    {
        var sources = merged.Value is JsonArray list
            ? list.Select((source, index) => (source, _document.Find(merged.Place, null, index)!.Value))
            : [(merged.Value, merged.Place)];
        foreach (var (source, from) in sources)
        {
            if (source is not JsonObject map)
            {
                throw new YamlFormatException(from.Spot, "Only a map can be merged with <<: name one");
            }

            foreach (var (name, value) in map)
            {
                if (json.TryAdd(name, value?.DeepClone()) && _document.Find(from, name) is { } found)
                {
                    _document.Add(place.Node, name, 0, found);
                }
            }
        }
    }

    private static string? NameOf(JsonNode? key) =>
        key is not JsonValue value ? null
        : value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>()
        : value.ToJsonString();

    private static YamlFormatException Error(ParsingEvent part, string message) =>
        new(YamlParser.Spot(part.Start), message);

    /// <summary>What was read.</summary>
    /// <param name="Value">As JSON.</param>
    /// <param name="Place">Where.</param>
    /// <param name="Height">How many levels are below it.</param>
    /// <param name="Count">How many parts it has.</param>
    private readonly record struct Part(JsonNode? Value, YamlPlace Place, int Height, int Count);
}
