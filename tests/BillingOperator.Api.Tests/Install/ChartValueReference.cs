using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using BillingOperator.Api.Tests.Yaml;

namespace BillingOperator.Api.Tests.Install;

/// <summary>The table of the chart's values: one row for each that <c>values.yaml</c> explains.</summary>
internal sealed partial class ChartValueReference
{
    private readonly JsonObject _values;
    private readonly List<(string Path, string Text)> _rows = [];

    public ChartValueReference(string file)
    {
        _values = YamlFile.Read(file);
        List<(int Indent, string Key)> path = [];
        List<string> comment = [];
        foreach (var line in File.ReadLines(file))
        {
            if (Comment().Match(line) is { Success: true } words)
            {
                comment.Add(words.Groups[1].Value);
                continue;
            }
            if (Key().Match(line) is { Success: true } key)
            {
                path.RemoveAll(one => one.Indent >= key.Groups[1].Length);
                path.Add((key.Groups[1].Length, key.Groups[2].Value));
                if (comment.Count > 0)
                {
                    _rows.Add((string.Join('.', path.Select(one => one.Key)), string.Join(' ', comment)));
                }
            }
            comment.Clear();
        }
    }

    /// <summary>Values that no row explains, neither they themselves nor what they are in.</summary>
    public IEnumerable<string> Unexplained =>
        Leaves(_values, "")
            .Where(leaf => !_rows.Any(row => $"{leaf}.".StartsWith($"{row.Path}.", StringComparison.Ordinal)));

    public string Render() =>
        string.Join(
            '\n',
            [
                "| Value | Default | Is |",
                "|---|---|---|",
                .. _rows.Select(row => $"| `{row.Path}` | `{Flow(_values.Part(row.Path))}` | {row.Text} |"),
            ]
        );

    private static IEnumerable<string> Leaves(JsonObject node, string prefix) =>
        node.SelectMany(pair =>
            pair.Value is JsonObject { Count: > 0 } inner ? Leaves(inner, $"{prefix}{pair.Key}.") : [prefix + pair.Key]
        );

    private static string Flow(JsonNode? node) =>
        node switch
        {
            JsonObject map => $"{{{string.Join(", ", map.Select(pair => $"{pair.Key}: {Flow(pair.Value)}"))}}}",
            JsonArray list => $"[{string.Join(", ", list.Select(Flow))}]",
            JsonValue value when value.TryGetValue<string>(out var text) && Plain().IsMatch(text) => text,
            null => "null",
            _ => node.ToJsonString(),
        };

    [GeneratedRegex(@"^ *# ?(.*)$")]
    private static partial Regex Comment();

    [GeneratedRegex(@"^( *)(\w+):")]
    private static partial Regex Key();

    [GeneratedRegex(@"^[A-Za-z0-9-]*[A-Za-z][A-Za-z0-9-]*$")]
    private static partial Regex Plain();
}
