using System.Text.Json.Serialization;

namespace BillingOperator.Billing.Records;

/// <summary>The commit of a run: written after all that it names.</summary>
public sealed record RunManifest
{
    /// <summary>The version of this layout that is written and understood.</summary>
    public const int CurrentSchema = 1;

    /// <summary>Version of this layout.</summary>
    public int SchemaVersion { get; init; } = CurrentSchema;

    /// <summary>Id of the run.</summary>
    public required string RunId { get; init; }

    /// <summary>Name of the <c>BillingEvent</c>.</summary>
    public required string Event { get; init; }

    /// <summary>What started the run.</summary>
    public required string Trigger { get; init; }

    /// <summary>Name of the cluster.</summary>
    public required string Cluster { get; init; }

    /// <summary>UID of the cluster's namespace <c>kube-system</c>; absent where it is not known.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ClusterUid { get; init; }

    /// <summary>Version of the operator.</summary>
    public required string OperatorVersion { get; init; }

    /// <summary>The period, such as <c>2026-11</c> or <c>2026-11-23</c>.</summary>
    public required string BillingPeriod { get; init; }

    /// <summary>The moment that the run stands for.</summary>
    public required DateTimeOffset Slot { get; init; }

    /// <summary>When the manifest was written.</summary>
    public required DateTimeOffset CommittedAt { get; init; }

    /// <summary>What whoever reads the records should know; absent where there is nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Note { get; init; }

    /// <summary>How many.</summary>
    public required ManifestCounts Counts { get; init; }

    /// <summary>The table of the run.</summary>
    public required ManifestCsv Csv { get; init; }

    /// <summary>Every record, sorted by tenant id.</summary>
    public required IReadOnlyList<ManifestRecord> Records { get; init; }

    /// <summary>Tenants that were to be billed and could not be, sorted by tenant id.</summary>
    public required IReadOnlyList<SkippedTenant> Skipped { get; init; }

    /// <summary>Reads a manifest from the bucket.</summary>
    /// <exception cref="InvalidDataException">The bytes are no manifest; the message names the key.</exception>
    public static RunManifest Read(string key, ReadOnlyMemory<byte> content) =>
        BucketJsonContext.Read(key, content, BucketJsonContext.Indented.RunManifest);
}
