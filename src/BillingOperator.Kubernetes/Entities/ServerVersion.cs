namespace BillingOperator.Kubernetes.Entities;

/// <summary>The version of an API server.</summary>
public sealed record ServerVersion
{
    /// <summary>Such as <c>v1.36.2</c>.</summary>
    public required string GitVersion { get; init; }
}
