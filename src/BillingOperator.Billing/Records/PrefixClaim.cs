using System.Text.Json;
using System.Text.Json.Serialization;

namespace BillingOperator.Billing.Records;

/// <summary>Content of the probe's object: who writes below the prefix.</summary>
internal sealed record PrefixClaim
{
    /// <summary>Version of this layout.</summary>
    public int SchemaVersion { get; init; } = 1;

    /// <summary>What the object is for, for whoever finds it.</summary>
    public string Purpose { get; init; } =
        "billing-operator proves with this object that it may write here, and says which cluster writes below this prefix";

    /// <summary>Identity of the cluster; absent where it was not known.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ClusterUid { get; init; }

    /// <summary>Name of the cluster, for people.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Cluster { get; init; }

    /// <summary>The bytes of a claim.</summary>
    public static ReadOnlyMemory<byte> Write(ClusterIdentity? cluster) =>
        BucketJsonContext.Write(
            new PrefixClaim { ClusterUid = cluster?.Uid, Cluster = cluster?.Name },
            BucketJsonContext.Indented.PrefixClaim
        );

    /// <summary>Who is named; <see langword="null"/> where nobody is, as in the objects of earlier versions.</summary>
    public static ClusterIdentity? OwnerOf(ReadOnlyMemory<byte> content)
    {
        try
        {
            var claim = JsonSerializer.Deserialize(content.Span, BucketJsonContext.Indented.PrefixClaim);
            return claim?.ClusterUid is { Length: > 0 } uid ? new ClusterIdentity(uid, claim.Cluster ?? "") : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
