using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using BillingOperator.Billing.Validation;

namespace BillingOperator.Manifests;

/// <summary>All that reading and checking manifests needs to know of one kind of objects.</summary>
/// <param name="name">The kind, such as <c>Tenant</c>.</param>
/// <param name="isNamespaced">Whether its objects live in a namespace.</param>
/// <param name="type">The types of its fields.</param>
internal abstract class ManifestKind(string name, bool isNamespaced, JsonTypeInfo type)
{
    /// <summary>The kind, such as <c>Tenant</c>.</summary>
    public string Name => name;

    /// <summary>The kind of a list of them.</summary>
    public string ListName => name + ManifestKinds.List;

    /// <summary>Whether its objects live in a namespace.</summary>
    public bool IsNamespaced => isNamespaced;

    /// <summary>The types of its fields.</summary>
    public JsonTypeInfo Type => type;

    /// <summary>One of its objects, in a sentence.</summary>
    public required string Noun { get; init; }

    /// <summary>The annotations of our group that it knows.</summary>
    public IReadOnlyList<string> Annotations { get; init; } = [];

    /// <summary>Reads an object whose fields are of their types.</summary>
    public abstract Manifest Read(JsonObject json, SourceMap map, FieldPath root);
}
