using System.Text.Json.Serialization;

namespace BillingOperator.Kubernetes.Entities;

/// <summary>Who holds a lease, and until when. Times are the holder's; others only compare them for change.</summary>
public sealed record V1LeaseSpec
{
    /// <summary>The holder; <see langword="null"/> or empty when released.</summary>
    public string? HolderIdentity { get; init; }

    /// <summary>Seconds that others wait after the last change they saw before they take it.</summary>
    public int? LeaseDurationSeconds { get; init; }

    /// <summary>When the present holder took it, to the microsecond.</summary>
    [JsonConverter(typeof(MicroTimeConverter))]
    public DateTimeOffset? AcquireTime { get; init; }

    /// <summary>When the present holder last renewed it, to the microsecond.</summary>
    [JsonConverter(typeof(MicroTimeConverter))]
    public DateTimeOffset? RenewTime { get; init; }

    /// <summary>How often it changed hands.</summary>
    public int? LeaseTransitions { get; init; }
}
