using System.Text.Json.Serialization;

namespace BillingOperator.Kubernetes.Entities;

/// <summary>Repetitions of one event.</summary>
/// <param name="Count">How often it was seen; at least 2.</param>
/// <param name="LastObservedTime">When it was last seen, to the microsecond.</param>
public sealed record V1EventSeries(
    int Count,
    [property: JsonConverter(typeof(MicroTimeConverter))] DateTimeOffset LastObservedTime
);
