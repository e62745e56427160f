namespace BillingOperator.Kubernetes.Entities;

/// <summary>What every Kubernetes object has.</summary>
/// <typeparam name="TMetadata">The metadata: <see cref="V1ObjectMeta"/> for an object.</typeparam>
public interface IKubernetesObject<out TMetadata>
{
    /// <summary>Group and version, such as <c>coordination.k8s.io/v1</c>; <c>v1</c> for the core group.</summary>
    string ApiVersion { get; }

    /// <summary>The kind, such as <c>Lease</c>.</summary>
    string Kind { get; }

    /// <summary>The metadata of the object.</summary>
    TMetadata Metadata { get; }
}
