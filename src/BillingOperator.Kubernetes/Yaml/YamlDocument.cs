using System.Text.Json.Nodes;

namespace BillingOperator.Kubernetes.Yaml;

/// <summary>A document as JSON, with the places of its parts.</summary>
public sealed class YamlDocument
{
    private readonly Dictionary<(int Parent, string? Name, int Index), YamlPlace> _places = [];

    /// <summary>What it says; <see langword="null"/> for null and for nothing.</summary>
    public JsonNode? Value { get; internal set; }

    /// <summary>The place of the whole.</summary>
    public YamlPlace Root { get; internal set; }

    /// <summary>The place of a field by its name, or of an item of a list by its index, below another place.</summary>
    /// <returns><see langword="null"/> where there is none.</returns>
    public YamlPlace? Find(YamlPlace parent, string? name, int index = 0) =>
        _places.TryGetValue((parent.Node, name, index), out var place) ? place : null;

    internal void Add(int parent, string? name, int index, YamlPlace place) =>
        _places.TryAdd((parent, name, index), place);
}
