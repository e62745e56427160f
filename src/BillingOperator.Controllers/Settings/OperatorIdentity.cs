namespace BillingOperator.Controllers.Settings;

/// <summary>The operator that writes, as manifests and claims in the bucket name it.</summary>
public sealed record OperatorIdentity
{
    /// <summary>Its own namespace: the Secrets that it may read are there.</summary>
    public required string Namespace { get; init; }

    /// <summary>Name of its cluster, for people.</summary>
    public required string ClusterName { get; init; }

    /// <summary>Its version, such as <c>0.1.0</c>.</summary>
    public required string Version { get; init; }
}
