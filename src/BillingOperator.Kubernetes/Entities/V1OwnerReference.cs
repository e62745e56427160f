namespace BillingOperator.Kubernetes.Entities;

/// <summary>Names an owner of an object.</summary>
/// <param name="ApiVersion">Group and version of the owner.</param>
/// <param name="Kind">Kind of the owner.</param>
/// <param name="Name">Name of the owner.</param>
/// <param name="Uid">UID of the owner.</param>
public sealed record V1OwnerReference(string ApiVersion, string Kind, string Name, string Uid);
