using System.Text.Json.Serialization;
using BillingOperator.Kubernetes.Entities;

namespace BillingOperator.Api.Events;

/// <summary>Slots of a schedule that went by without a run of their own.</summary>
public sealed record MissedSlots
{
    /// <summary>How many; 1000 stands for 1000 or more.</summary>
    public int Count { get; init; }

    /// <summary>The newest of them.</summary>
    [JsonConverter(typeof(SecondsTimeConverter))]
    public DateTimeOffset Newest { get; init; }

    /// <summary>When that was noticed.</summary>
    [JsonConverter(typeof(SecondsTimeConverter))]
    public DateTimeOffset NoticedAt { get; init; }

    /// <summary>What became of them, and what to do.</summary>
    public required string Message { get; init; }
}
