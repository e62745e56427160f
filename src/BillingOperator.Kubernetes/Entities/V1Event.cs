using System.Text.Json.Serialization;

namespace BillingOperator.Kubernetes.Entities;

/// <summary>A report of something that happened to an object (<c>events.k8s.io/v1</c>).</summary>
[KubernetesEntity(Group = "events.k8s.io", ApiVersion = "v1", Kind = "Event", PluralName = "events")]
public sealed record V1Event : IKubernetesObject<V1ObjectMeta>
{
    /// <inheritdoc/>
    public string ApiVersion
    {
        get;
        init => field = value ?? field;
    } = "events.k8s.io/v1";

    /// <inheritdoc/>
    public string Kind
    {
        get;
        init => field = value ?? field;
    } = "Event";

    /// <inheritdoc/>
    public V1ObjectMeta Metadata
    {
        get;
        init => field = value ?? field;
    } = new();

    /// <summary>When it was first seen, to the microsecond.</summary>
    [JsonConverter(typeof(MicroTimeConverter))]
    public DateTimeOffset? EventTime { get; init; }

    /// <summary>Repetitions of the same event, once there are any.</summary>
    public V1EventSeries? Series { get; init; }

    /// <summary>The controller that reports, such as <c>billing.pureconnect.io/billing-operator</c>.</summary>
    public string? ReportingController { get; init; }

    /// <summary>The replica that reports.</summary>
    public string? ReportingInstance { get; init; }

    /// <summary>What was done, in one CamelCase word.</summary>
    public string? Action { get; init; }

    /// <summary>Why, in one CamelCase word.</summary>
    public string? Reason { get; init; }

    /// <summary>The object that it is about.</summary>
    public V1ObjectReference? Regarding { get; init; }

    /// <summary>The sentence for people; at most 1,024 bytes.</summary>
    public string? Note { get; init; }

    /// <summary><c>Normal</c> or <c>Warning</c>.</summary>
    public string? Type { get; init; }
}
