namespace BillingOperator.Kubernetes.Entities;

/// <summary>Points at an object.</summary>
public sealed record V1ObjectReference
{
    /// <summary>Group and version.</summary>
    public string? ApiVersion { get; init; }

    /// <summary>Kind.</summary>
    public string? Kind { get; init; }

    /// <summary>Namespace; <see langword="null"/> for cluster-scoped objects.</summary>
    public string? Namespace { get; init; }

    /// <summary>Name.</summary>
    public string? Name { get; init; }

    /// <summary>UID.</summary>
    public string? Uid { get; init; }

    /// <summary>Resource version.</summary>
    public string? ResourceVersion { get; init; }
}
