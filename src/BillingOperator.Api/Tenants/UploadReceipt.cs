using System.Text.Json.Serialization;
using BillingOperator.Kubernetes.Entities;

namespace BillingOperator.Api.Tenants;

/// <summary>Says which record of a tenant is in the bucket. Keyed by <see cref="Event"/> and
/// <see cref="BillingPeriod"/>.</summary>
public sealed record UploadReceipt
{
    /// <summary>The <c>BillingEvent</c> that uploaded it.</summary>
    [JsonConverter(typeof(RepeatedStringConverter))]
    public required string Event { get; init; }

    /// <summary>The billing period, such as <c>2026-11</c> or <c>2026-11-23</c>.</summary>
    [JsonConverter(typeof(RepeatedStringConverter))]
    public required string BillingPeriod { get; init; }

    /// <summary>The run that stored the record; a later run that finds it unchanged does not touch the receipt.</summary>
    [JsonConverter(typeof(RepeatedStringConverter))]
    public required string RunId { get; init; }

    /// <summary>
    /// Where the record is, such as <c>s3://bucket/prefix</c>, with the endpoint of a store other than AWS. Absent where an
    /// older version wrote the receipt: nobody knows then.
    /// </summary>
    [JsonConverter(typeof(RepeatedStringConverter))]
    public string? Location { get; init; }

    /// <summary>The object key in the bucket.</summary>
    public required string Key { get; init; }

    /// <summary>SHA-256 of the object, 64 lower-case hex digits.</summary>
    public required string Sha256 { get; init; }

    /// <summary>When the run that stored it was committed.</summary>
    [JsonConverter(typeof(SecondsTimeConverter))]
    public DateTimeOffset UploadedAt { get; init; }
}
