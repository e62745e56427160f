namespace BillingOperator.Manifests;

/// <summary>An owner, which takes the object with it when it goes.</summary>
internal sealed record OwnerReference(
    string? ApiVersion,
    string? Kind,
    string? Name,
    string? Uid,
    bool? Controller,
    bool? BlockOwnerDeletion
);
