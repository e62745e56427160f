using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace BillingOperator.Kubernetes.Configuration;

/// <summary>A mapping in a kubeconfig, which knows where it stands, so that every complaint can say so.</summary>
internal sealed class KubeconfigNode(YamlMappingNode mapping, string file, string path)
{
    /// <summary>Room for the clusters of a large company; what reads YAML takes many times its size.</summary>
    private const int MaxMebibytes = 8;

    private const int MaxDepth = 100;

    public string File => file;

    /// <summary>Reads a file that holds one YAML document with a mapping; an empty file is an empty mapping.</summary>
    public static KubeconfigNode Read(string file)
    {
        try
        {
            using var reader = new StreamReader(RegularFile.Open(file, MaxMebibytes));
            var text = reader.ReadToEnd();
            RefuseDepth(text);
            var yaml = new YamlStream();
            yaml.Load(new StringReader(text));
            return yaml.Documents.FirstOrDefault()?.RootNode switch
            {
                null => new KubeconfigNode([], file, ""),
                YamlMappingNode root => new KubeconfigNode(root, file, ""),
                _ => throw new KubernetesConfigurationException($"{file}: not a kubeconfig, but some other YAML."),
            };
        }
        catch (YamlException e)
        {
            throw new KubernetesConfigurationException($"{file}:{e.Start.Line}:{e.Start.Column}: {e.Message}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            // The parser throws the last on some YAML that is cut off.
            throw new KubernetesConfigurationException($"{file}: {e.Message}", e);
        }
    }

    /// <summary>A scalar; <see langword="null"/> where it is absent, null or empty.</summary>
    public string? Text(string key) =>
        Find(key) switch
        {
            null => null,
            YamlScalarNode scalar => Printable(key, Text(scalar)),
            _ => throw Error(key, "must be a single value"),
        };

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
    public IReadOnlyList<string> Texts(string key) => [.. Items(key).Select(item => Printable(key, Text(item)) ?? "")];

    /// <summary>A path, made absolute: a relative one starts at the folder of the kubeconfig.</summary>
    public string? FilePath(string key) => Text(key) is { } value ? FromOwnFolder(value) : null;

    /// <summary>Makes a path absolute from the folder of the kubeconfig.</summary>
    public string FromOwnFolder(string value) =>
        Path.GetFullPath(value, Path.GetDirectoryName(Path.GetFullPath(file)) ?? "/");

    /// <summary>A mapping; one without fields where absent.</summary>
    public KubeconfigNode ChildOrEmpty(string key) => Child(key) ?? new KubeconfigNode([], file, Join(key));

    /// <summary>A mapping; <see langword="null"/> where absent.</summary>
    public KubeconfigNode? Child(string key) =>
        Find(key) switch
        {
            null => null,
            YamlMappingNode child => new KubeconfigNode(child, file, Join(key)),
            YamlScalarNode scalar when Text(scalar) is null => null,
            _ => throw Error(key, "must be a mapping"),
        };

    /// <summary>A list of mappings, empty where absent.</summary>
    public IEnumerable<KubeconfigNode> Children(string key)
    {
        var items = Items(key).ToList();
        return items.All(item => item is YamlMappingNode)
            ? items
                .Cast<YamlMappingNode>()
                .Select((item, index) => new KubeconfigNode(item, file, Label(key, item, index)))
            : throw Error(key, "must be a list of mappings");
    }

    /// <summary>The keys of the mapping.</summary>
    public IEnumerable<string> Keys => mapping.Children.Keys.OfType<YamlScalarNode>().Select(key => key.Value ?? "");

    /// <summary>The bare YAML below a key; <see langword="null"/> where absent.</summary>
    public YamlNode? Find(string key) =>
        mapping.Children.TryGetValue(new YamlScalarNode(key), out var value) ? value : null;

    /// <summary>A complaint about a field, with its place.</summary>
    public KubernetesConfigurationException Error(string key, string fault, Exception? cause = null)
    {
        var line = (Find(key) ?? mapping).Start.Line;
        return new KubernetesConfigurationException($"{file}:{line}: {Join(key)} {fault}.", cause);
    }

    // No path, argument, variable or header can hold one, and what takes them says so with an exception.
    private string? Printable(string key, string? text) =>
        text?.IndexOf('\0', StringComparison.Ordinal) is { } at and >= 0
            ? throw Error(key, $"holds a NUL as character {at + 1}: write it again without it")
            : text;

    // Whoever builds a tree calls itself for each level, and a stack that overflows ends the process.
    private static void RefuseDepth(string text)
    {
        var parser = new Parser(new StringReader(text));
        for (var depth = 0; parser.MoveNext(); )
        {
            depth += parser.Current switch
            {
                MappingStart or SequenceStart => 1,
                MappingEnd or SequenceEnd => -1,
                _ => 0,
            };
            if (depth > MaxDepth)
            {
                var part = parser.Current!;
                throw new YamlException(part.Start, part.End, $"This is more than {MaxDepth} levels deep");
            }
        }
    }

    private static string? Text(YamlNode node) =>
        node switch
        {
            YamlScalarNode { Style: ScalarStyle.Plain, Value: "~" or "null" } => null,
            YamlScalarNode { Value.Length: > 0 } scalar => scalar.Value,
            _ => null,
        };

    private IEnumerable<YamlNode> Items(string key) =>
        Find(key) switch
        {
            null => [],
            YamlSequenceNode sequence => sequence.Children,
            YamlScalarNode scalar when Text(scalar) is null => [],
            _ => throw Error(key, "must be a list"),
        };

    private string Label(string key, YamlMappingNode item, int index) =>
        item.Children.TryGetValue(new YamlScalarNode("name"), out var name)
            ? $"{Join(key)}[{name}]"
            : $"{Join(key)}[{index}]";

    private string Join(string key) => path.Length == 0 ? key : $"{path}.{key}";
}
