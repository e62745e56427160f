using System.Text.Json.Nodes;
using BillingOperator.Kubernetes.Yaml;

namespace BillingOperator.Kubernetes.Configuration;

/// <summary>A mapping in a kubeconfig, which knows where it stands, so that every complaint can say so.</summary>
/// <param name="mapping">What it holds.</param>
/// <param name="document">Knows the places.</param>
/// <param name="place">Its own.</param>
/// <param name="file">The kubeconfig.</param>
/// <param name="path">Its path there, for people.</param>
internal sealed class KubeconfigNode(
    JsonObject mapping,
    YamlDocument document,
    YamlPlace place,
    string file,
    string path
)
{
    /// <summary>Room for the clusters of a large company; what reads YAML takes many times its size.</summary>
    private const int MaxMebibytes = 8;

    public string File => file;

    /// <summary>Reads a file that holds one YAML document with a mapping; an empty file is an empty mapping.</summary>
    public static KubeconfigNode Read(string file)
    {
        try
        {
            using var reader = new StreamReader(RegularFile.Open(file, MaxMebibytes));
            var document = YamlReader.Read(reader.ReadToEnd(), refusesDirectives: false).FirstOrDefault();
            return document switch
            {
                null or { Value: null } => new KubeconfigNode([], new YamlDocument(), default, file, ""),
                { Value: JsonObject root } => new KubeconfigNode(root, document, document.Root, file, ""),
                _ => throw new KubernetesConfigurationException($"{file}: not a kubeconfig, but some other YAML."),
            };
        }
        catch (YamlFormatException e)
        {
            throw new KubernetesConfigurationException($"{file}:{e.Spot.Line}:{e.Spot.Column}: {e.Message}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KubernetesConfigurationException($"{file}: {e.Message}", e);
        }
    }

    /// <summary>A scalar as it is written; <see langword="null"/> where it is absent, null or empty.</summary>
    public string? Text(string key) =>
        mapping[key] is JsonObject or JsonArray
            ? throw Error(key, "must be a single value")
            : Printable(key, Text(mapping[key], Find(key)));

    /// <summary>A scalar that must be there.</summary>
    public string RequiredText(string key) => Text(key) ?? throw Error(key, "is missing");

    /// <summary>A boolean, <see langword="false"/> where absent.</summary>
    public bool Flag(string key) =>
        Text(key) switch
        {
            null or "false" => false,
            "true" => true,
            _ => throw Error(key, "must be true or false"),
        };

    /// <summary>A list of scalars, empty where absent.</summary>
    public IReadOnlyList<string> Texts(string key) =>
        [.. Items(key).Select(item => Printable(key, Text(item.Value, item.Place)) ?? "")];

    /// <summary>A path, made absolute: a relative one starts at the folder of the kubeconfig.</summary>
    public string? FilePath(string key) => Text(key) is { } value ? FromOwnFolder(value) : null;

    /// <summary>Makes a path absolute from the folder of the kubeconfig.</summary>
    public string FromOwnFolder(string value) =>
        Path.GetFullPath(value, Path.GetDirectoryName(Path.GetFullPath(file)) ?? "/");

    /// <summary>A mapping; one without fields where absent.</summary>
    public KubeconfigNode ChildOrEmpty(string key) =>
        Child(key) ?? new KubeconfigNode([], document, place, file, Join(key));

    /// <summary>A mapping; <see langword="null"/> where absent.</summary>
    public KubeconfigNode? Child(string key) =>
        mapping[key] switch
        {
            JsonObject child => new KubeconfigNode(child, document, Find(key)!.Value, file, Join(key)),
            _ when IsBlank(key) => null,
            _ => throw Error(key, "must be a mapping"),
        };

    /// <summary>A list of mappings, empty where absent.</summary>
    public IEnumerable<KubeconfigNode> Children(string key) =>
        Items(key)
            .Select(
                (item, index) =>
                    item.Value is JsonObject child
                        ? new KubeconfigNode(child, document, item.Place, file, Label(key, item, index))
                        : throw Error(key, "must be a list of mappings")
            )
            .ToList();

    /// <summary>The keys of the mapping.</summary>
    public IEnumerable<string> Keys => mapping.Select(entry => entry.Key);

    /// <summary>What is below a key; <see langword="null"/> where absent.</summary>
    public JsonNode? Json(string key) => mapping[key];

    /// <summary>A complaint about a field, with its place.</summary>
    public KubernetesConfigurationException Error(string key, string error, Exception? cause = null)
    {
        var line = (Find(key) ?? place).Spot.Line;
        return new KubernetesConfigurationException($"{file}:{line}: {Join(key)} {error}.", cause);
    }

    // No path, argument, variable or header can hold one, and what takes them says so with an exception.
    private string? Printable(string key, string? text) =>
        text?.IndexOf('\0', StringComparison.Ordinal) is { } at and >= 0
            ? throw Error(key, $"holds a NUL as character {at + 1}: write it again without it")
            : text;

    private bool IsBlank(string key) =>
        mapping[key] is not (JsonObject or JsonArray) && Text(mapping[key], Find(key)) is null;

    // Kubeconfigs of old have names and passwords that are numbers to YAML.
    private static string? Text(JsonNode? value, YamlPlace? at) =>
        value is not null && at?.Spot.Written is { Length: > 0 } written ? written : null;

    private YamlPlace? Find(string key) => mapping.ContainsKey(key) ? document.Find(place, key) : null;

    private IEnumerable<(JsonNode? Value, YamlPlace Place)> Items(string key) =>
        mapping[key] switch
        {
            JsonArray list => list.Select((item, index) => (item, document.Find(Find(key)!.Value, null, index)!.Value)),
            _ when IsBlank(key) => [],
            _ => throw Error(key, "must be a list"),
        };

    private string Label(string key, (JsonNode? Value, YamlPlace Place) item, int index) =>
        document.Find(item.Place, "name") is { } name ? $"{Join(key)}[{name.Spot.Written}]" : $"{Join(key)}[{index}]";

    private string Join(string key) => path.Length == 0 ? key : $"{path}.{key}";
}
