namespace BillingOperator.Kubernetes.Configuration;

/// <summary>An entry of <c>contexts</c>: a user of a cluster, in a namespace.</summary>
/// <param name="File">The kubeconfig that has it.</param>
/// <param name="Name">Its name.</param>
/// <param name="Cluster">Name of the cluster.</param>
/// <param name="User">Name of the user; <see langword="null"/> for anonymous access.</param>
/// <param name="Namespace">The namespace that is meant where none is named.</param>
internal sealed record KubeconfigContext(string File, string Name, string? Cluster, string? User, string? Namespace);
