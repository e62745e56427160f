namespace BillingOperator.Kubernetes.Entities;

/// <summary>Says under which path the API server keeps the objects of a class.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class KubernetesEntityAttribute : Attribute
{
    /// <summary>The API group; empty for the core group.</summary>
    public required string Group { get; init; }

    /// <summary>The version in the group, such as <c>v1</c>.</summary>
    public required string ApiVersion { get; init; }

    /// <summary>The kind, such as <c>Tenant</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The plural, lower case, as it stands in the URL.</summary>
    public required string PluralName { get; init; }

    /// <summary>Whether objects live in a namespace.</summary>
    public bool Namespaced { get; init; } = true;
}
