using System.Text.Json.Serialization;
using k8s;
using k8s.Models;

namespace BillingOperator.Kubernetes.Entities;

/// <summary>
/// Base of a custom resource. The setters are KubernetesClient's, for whoever reads or makes an object: the informer's cache
/// hands the same instance to everybody, so that a change is made to a copy (<c>entity with { Status = … }</c>).
/// </summary>
/// <remarks>An explicit <c>null</c> in the JSON is the same as absence.</remarks>
/// <typeparam name="TSpec">What the user wants; written by the user alone.</typeparam>
/// <typeparam name="TStatus">What the controller saw; written by the controller alone.</typeparam>
public abstract record CustomKubernetesEntity<TSpec, TStatus>
    : IKubernetesObject<V1ObjectMeta>,
        ISpec<TSpec>,
        IStatus<TStatus?>
    where TSpec : class, new()
    where TStatus : class
{
    /// <inheritdoc/>
    [JsonConverter(typeof(RepeatedStringConverter))]
    public string ApiVersion
    {
        get;
        set => field = value ?? field;
    } = "";

    /// <inheritdoc/>
    [JsonConverter(typeof(RepeatedStringConverter))]
    public string Kind
    {
        get;
        set => field = value ?? field;
    } = "";

    /// <inheritdoc/>
    public V1ObjectMeta Metadata
    {
        get;
        set => field = value ?? field;
    } = new();

    /// <summary>What the user wants.</summary>
    public TSpec Spec
    {
        get;
        set => field = value ?? field;
    } = new();

    /// <summary>What the controller saw; <see langword="null"/> before its first look.</summary>
    public TStatus? Status { get; set; }
}
