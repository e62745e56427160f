using System.Text.Json.Serialization;

namespace BillingOperator.Billing.Records;

/// <summary>Content of <c>latest.json</c>: the newest committed run of a period.</summary>
public sealed record LatestPointer
{
    /// <summary>Version of this layout.</summary>
    public int SchemaVersion { get; init; } = 1;

    /// <summary>Name of the <c>BillingEvent</c>.</summary>
    public required string Event { get; init; }

    /// <summary>The period, such as <c>2026-11</c> or <c>2026-11-23</c>.</summary>
    public required string BillingPeriod { get; init; }

    /// <summary>Id of the run.</summary>
    public required string RunId { get; init; }

    /// <summary>The moment that the run stands for; the pointer never moves to an older one.</summary>
    public required DateTimeOffset Slot { get; init; }

    /// <summary>Object key of the run's manifest.</summary>
    public required string ManifestKey { get; init; }

    /// <summary>SHA-256 of the manifest's bytes in lower-case hex; absent where the operator may not read the bucket.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ManifestSha256 { get; init; }

    /// <summary>Name of the cluster that committed the run.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Cluster { get; init; }

    /// <summary>UID of the cluster's namespace <c>kube-system</c>; absent where it is not known.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ClusterUid { get; init; }

    /// <summary>Whether this run is newer than that of another pointer; run ids break a tie.</summary>
    public bool IsNewerThan(LatestPointer other) =>
        Slot != other.Slot ? Slot > other.Slot : string.CompareOrdinal(RunId, other.RunId) > 0;

    /// <summary>Reads a pointer from the bucket.</summary>
    /// <exception cref="InvalidDataException">The bytes are no pointer; the message names the key.</exception>
    public static LatestPointer Read(string key, ReadOnlyMemory<byte> content) =>
        BucketJsonContext.Read(key, content, BucketJsonContext.Indented.LatestPointer);
}
