namespace BillingOperator.Kubernetes.Entities;

/// <summary>A Secret. Its values never reach a log.</summary>
[KubernetesEntity(Group = "", ApiVersion = "v1", Kind = "Secret", PluralName = "secrets")]
public sealed record V1Secret : IKubernetesObject<V1ObjectMeta>
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
    } = "Secret";

    /// <inheritdoc/>
    public V1ObjectMeta Metadata
    {
        get;
        init => field = value ?? field;
    } = new();

    /// <summary>The values, decoded from base64.</summary>
    public IReadOnlyDictionary<string, byte[]>? Data { get; init; }

    /// <summary>Names the object, never its values.</summary>
    public override string ToString() => $"Secret {EntityKey.Of(this)}";
}
