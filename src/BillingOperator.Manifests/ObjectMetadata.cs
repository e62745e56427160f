namespace BillingOperator.Manifests;

/// <summary>Metadata as a file may have it, with what a cluster adds to an exported object (Kubernetes: <c>ObjectMeta</c>).</summary>
internal sealed record ObjectMetadata(
    string? Name,
    string? Namespace,
    IReadOnlyDictionary<string, string>? Labels,
    IReadOnlyDictionary<string, string>? Annotations,
    IReadOnlyList<string>? Finalizers,
    IReadOnlyList<OwnerReference>? OwnerReferences,
    string? GenerateName,
    string? Uid,
    string? ResourceVersion,
    int? Generation,
    string? CreationTimestamp,
    string? DeletionTimestamp,
    int? DeletionGracePeriodSeconds,
    string? SelfLink,
    IReadOnlyList<ManagedFields>? ManagedFields
);
