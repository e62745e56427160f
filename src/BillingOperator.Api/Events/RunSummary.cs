using System.Text.Json.Serialization;
using BillingOperator.Kubernetes.Entities;

namespace BillingOperator.Api.Events;

/// <summary>An ended run.</summary>
public sealed record RunSummary
{
    /// <summary>The run's id.</summary>
    public required string Id { get; init; }

    /// <summary>The billing period, such as <c>2026-11</c> or <c>2026-11-23</c>.</summary>
    public required string BillingPeriod { get; init; }

    /// <summary>One of <see cref="RunTrigger"/>.</summary>
    public required string Trigger { get; init; }

    /// <summary>The moment that the run stands for.</summary>
    [JsonConverter(typeof(SecondsTimeConverter))]
    public DateTimeOffset Slot { get; init; }

    /// <summary>One of <see cref="RunState"/>.</summary>
    public required string State { get; init; }

    /// <summary>Why it did not succeed, in one word; absent where it did.</summary>
    public string? Reason { get; init; }

    /// <summary>
    /// Where it wrote, such as <c>s3://bucket/prefix</c>, with the endpoint of a store other than AWS; absent where it had not
    /// begun.
    /// </summary>
    public string? Location { get; init; }

    /// <summary>When it was started first.</summary>
    [JsonConverter(typeof(SecondsTimeConverter))]
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended.</summary>
    [JsonConverter(typeof(SecondsTimeConverter))]
    public DateTimeOffset FinishedAt { get; init; }

    /// <summary>Tenants in the cluster when the run began.</summary>
    public int? Tenants { get; init; }

    /// <summary>Of these, the ones that the event's selector matched.</summary>
    public int? Selected { get; init; }

    /// <summary>Records in the manifest.</summary>
    public int? Records { get; init; }

    /// <summary>
    /// Records that the try that committed had to store; the others were there already, of earlier runs or earlier tries.
    /// </summary>
    public int? Uploaded { get; init; }

    /// <summary>Billable tenants left out because they are invalid.</summary>
    public int? Skipped { get; init; }

    /// <summary>Object key of the manifest.</summary>
    public string? ManifestKey { get; init; }

    /// <summary>SHA-256 of the manifest, 64 lower-case hex digits.</summary>
    public string? ManifestSha256 { get; init; }

    /// <summary>What a person should know: what was skipped, what failed and what to do.</summary>
    public string? Message { get; init; }
}
