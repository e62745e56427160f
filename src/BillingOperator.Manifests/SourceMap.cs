namespace BillingOperator.Manifests;

/// <summary>Finds the place of each field in a YAML document.</summary>
internal sealed class SourceMap(string file)
{
    private readonly Dictionary<string, SourceSpot> _spots = new(StringComparer.Ordinal);

    /// <summary>The file as it was named.</summary>
    public string File { get; } = file;

    /// <summary>Notes where a field stands.</summary>
    public void Add(string path, SourceSpot spot) => _spots.TryAdd(path, spot);

    /// <summary>The place of a field, or of the nearest one around it where the field is missing.</summary>
    /// <param name="path">Such as <c>spec.s3.tags[team]</c>; empty for the document.</param>
    public SourceSpot Find(string path)
    {
        while (true)
        {
            if (_spots.TryGetValue(path, out var spot) || _spots.TryGetValue(AsProperty(path), out spot))
            {
                return spot;
            }

            var end = path.LastIndexOfAny(['.', '[']);
            if (end < 0)
            {
                return _spots.GetValueOrDefault("", new SourceSpot(1, 1));
            }

            path = path[..end];
        }
    }

    /// <summary>The path of a member: <c>parent.key</c>, or the key alone at the top.</summary>
    public static string Member(string parent, string key) => parent.Length == 0 ? key : $"{parent}.{key}";

    // Messages name a map's entry tags[team]; in the document it is a field like any other.
    private static string AsProperty(string path)
    {
        var open = path.LastIndexOf('[');
        return open > 0 && path.EndsWith(']') ? Member(path[..open], path[(open + 1)..^1]) : path;
    }
}
