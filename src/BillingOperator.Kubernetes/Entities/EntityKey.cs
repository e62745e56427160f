using k8s;
using k8s.Models;

namespace BillingOperator.Kubernetes.Entities;

/// <summary>Namespace and name: the identity of an object among those of its kind.</summary>
/// <param name="Namespace">The namespace; <see langword="null"/> for cluster-scoped objects.</param>
/// <param name="Name">The name.</param>
public readonly record struct EntityKey(string? Namespace, string Name)
{
    /// <summary>The key of an object.</summary>
    public static EntityKey Of(IKubernetesObject<V1ObjectMeta> entity) =>
        new(entity.Metadata.NamespaceProperty, entity.Metadata.Name);

    /// <summary><c>namespace/name</c>, or the name alone.</summary>
    public override string ToString() => Namespace is null ? Name : $"{Namespace}/{Name}";
}
