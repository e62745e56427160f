namespace BillingOperator.Kubernetes.Entities;

/// <summary>A namespace: what identifies it.</summary>
[KubernetesEntity(Group = "", ApiVersion = "v1", Kind = "Namespace", PluralName = "namespaces", Namespaced = false)]
public sealed record V1Namespace : IKubernetesObject<V1ObjectMeta>
{
    /// <inheritdoc/>
    public string ApiVersion
    {
        get;
        init => field = value ?? field;
    } = "v1";

    /// <inheritdoc/>
    public string Kind
    {
        get;
        init => field = value ?? field;
    } = "Namespace";

    /// <inheritdoc/>
    public V1ObjectMeta Metadata
    {
        get;
        init => field = value ?? field;
    } = new();
}
