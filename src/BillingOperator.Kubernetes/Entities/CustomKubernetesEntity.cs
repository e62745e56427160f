using System.Text.Json.Serialization;

namespace BillingOperator.Kubernetes.Entities;

/// <summary>
/// Base of a custom resource. Entities are immutable: the informer's cache hands the same instance to everybody.
/// </summary>
/// <remarks>
/// The source-generated JSON reader hands <see langword="null"/> to an <c>init</c> property that the JSON does not name,
/// in place of its initial value. <c>value ?? field</c> keeps the initial value, here and in the other entities.
/// </remarks>
/// <typeparam name="TSpec">What the user wants; written by the user alone.</typeparam>
/// <typeparam name="TStatus">What the controller saw; written by the controller alone.</typeparam>
public abstract record CustomKubernetesEntity<TSpec, TStatus> : IKubernetesObject<V1ObjectMeta>
    where TSpec : class, new()
    where TStatus : class
{
    /// <inheritdoc/>
    [JsonConverter(typeof(RepeatedStringConverter))]
    public string ApiVersion
    {
        get;
        init => field = value ?? field;
    } = "";

    /// <inheritdoc/>
    [JsonConverter(typeof(RepeatedStringConverter))]
    public string Kind
    {
        get;
        init => field = value ?? field;
    } = "";

    /// <inheritdoc/>
    public V1ObjectMeta Metadata
    {
        get;
        init => field = value ?? field;
    } = new();

    /// <summary>What the user wants.</summary>
    public TSpec Spec
    {
        get;
        init => field = value ?? field;
    } = new();

    /// <summary>What the controller saw; <see langword="null"/> before its first look.</summary>
    public TStatus? Status { get; init; }
}
