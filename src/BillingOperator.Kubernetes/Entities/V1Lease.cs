namespace BillingOperator.Kubernetes.Entities;

/// <summary>A lease, by which replicas agree on one leader (<c>coordination.k8s.io/v1</c>).</summary>
[KubernetesEntity(Group = "coordination.k8s.io", ApiVersion = "v1", Kind = "Lease", PluralName = "leases")]
public sealed record V1Lease : IKubernetesObject<V1ObjectMeta>
{
    /// <inheritdoc/>
    public string ApiVersion
    {
        get;
        init => field = value ?? field;
    } = "coordination.k8s.io/v1";

    /// <inheritdoc/>
    public string Kind
    {
        get;
        init => field = value ?? field;
    } = "Lease";

    /// <inheritdoc/>
    public V1ObjectMeta Metadata
    {
        get;
        init => field = value ?? field;
    } = new();

    /// <summary>Who holds it, and until when.</summary>
    public V1LeaseSpec Spec
    {
        get;
        init => field = value ?? field;
    } = new();
}
