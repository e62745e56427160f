using System.Text.Json.Serialization;
using BillingOperator.Kubernetes.Entities;

namespace BillingOperator.Api.Events;

/// <summary>A run that is going on. Whoever leads takes it up again under the same id.</summary>
public sealed record ActiveRun
{
    /// <summary>The run's id, the last part of its folder in the bucket.</summary>
    public required string Id { get; init; }

    /// <summary>The billing period, such as <c>2026-11</c> or <c>2026-11-23</c>.</summary>
    public required string BillingPeriod { get; init; }

    /// <summary>One of <see cref="RunTrigger"/>.</summary>
    public required string Trigger { get; init; }

    /// <summary>The moment that the run stands for: the schedule's slot, or when it was asked for.</summary>
    [JsonConverter(typeof(SecondsTimeConverter))]
    public DateTimeOffset Slot { get; init; }

    /// <summary>When it was started first.</summary>
    [JsonConverter(typeof(SecondsTimeConverter))]
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>
    /// Where it writes, such as <c>s3://bucket/prefix</c>, with the endpoint of a store other than AWS; absent until it has
    /// begun.
    /// </summary>
    public string? Location { get; init; }

    /// <summary>Records that belong to the run; absent until they are counted.</summary>
    public int? Expected { get; init; }

    /// <summary>Records that are known to be stored.</summary>
    public int? Stored { get; init; }

    /// <summary>Stored and expected in one word, such as <c>3200/10000</c>: a printer column shows one field only.</summary>
    public string? Progress { get; init; }

    /// <summary>Tries so far that ended in an error.</summary>
    public int? FailedAttempts { get; init; }

    /// <summary>When a failed run is tried again; absent while it is not waiting.</summary>
    [JsonConverter(typeof(SecondsTimeConverter))]
    public DateTimeOffset? RetryAt { get; init; }

    /// <summary>Why the newest try failed; absent while none has.</summary>
    public RunFailure? LastFailure { get; init; }
}
