using System.Text.Json.Serialization;

namespace BillingOperator.Billing.Records;

/// <summary>
/// The billing information of one tenant for one period, and nothing volatile: the same tenant always gives the same
/// bytes. The order of the properties is the order of the fields in JSON and of the columns in CSV. Blank ids are <c>""</c>.
/// </summary>
public sealed record BillingRecord
{
    /// <summary>The version of this layout that the operator writes.</summary>
    public const int CurrentSchemaVersion = 1;

    /// <summary>Version of this layout.</summary>
    [JsonPropertyOrder(0)]
    public int SchemaVersion { get; init; } = CurrentSchemaVersion;

    /// <summary>Names tenant and period, such as <c>acme/2026-11</c>: the same for every version of the record.</summary>
    [JsonPropertyOrder(1)]
    public required string RecordId { get; init; }

    /// <summary>First day of the period in the event's time zone, <c>yyyy-MM-dd</c>.</summary>
    [JsonPropertyOrder(2)]
    public required string BillingPeriodStart { get; init; }

    /// <summary>First day after the period in the event's time zone, <c>yyyy-MM-dd</c>.</summary>
    [JsonPropertyOrder(3)]
    public required string BillingPeriodEnd { get; init; }

    /// <summary>Identity of the tenant in the bucket.</summary>
    [JsonPropertyOrder(4)]
    public required string TenantId { get; init; }

    /// <summary>Name for people; the tenant id where none was given.</summary>
    [JsonPropertyOrder(5)]
    public required string TenantName { get; init; }

    /// <summary>Namespace of the <c>Tenant</c> object.</summary>
    [JsonPropertyOrder(6)]
    public required string Namespace { get; init; }

    /// <summary><c>PureConnect</c>.</summary>
    [JsonPropertyOrder(7)]
    public required string Billable { get; init; }

    /// <summary><c>Cloud</c> or <c>OnPremises</c>.</summary>
    [JsonPropertyOrder(8)]
    public required string Deployment { get; init; }

    /// <summary>Tier 1 account id; blank on premises.</summary>
    [JsonPropertyOrder(9)]
    public required string Tier1AccountId { get; init; }

    /// <summary>Tier 2 account id; blank on premises.</summary>
    [JsonPropertyOrder(10)]
    public required string Tier2AccountId { get; init; }

    /// <summary>Tier 3 account id; blank on premises.</summary>
    [JsonPropertyOrder(11)]
    public required string Tier3AccountId { get; init; }

    /// <summary>External id; blank on premises.</summary>
    [JsonPropertyOrder(12)]
    public required string ExternalId { get; init; }

    /// <summary>Source id; blank on premises.</summary>
    [JsonPropertyOrder(13)]
    public required string SourceId { get; init; }

    /// <summary>Reads a record from the bucket.</summary>
    /// <exception cref="InvalidDataException">The bytes are no record; the message names the key.</exception>
    public static BillingRecord Read(string key, ReadOnlyMemory<byte> content) =>
        BucketJsonContext.Read(key, content, BucketJsonContext.Compact.BillingRecord);

    /// <summary>A record without content, to be filled column by column.</summary>
    internal static BillingRecord Blank { get; } =
        new()
        {
            RecordId = "",
            BillingPeriodStart = "",
            BillingPeriodEnd = "",
            TenantId = "",
            TenantName = "",
            Namespace = "",
            Billable = "",
            Deployment = "",
            Tier1AccountId = "",
            Tier2AccountId = "",
            Tier3AccountId = "",
            ExternalId = "",
            SourceId = "",
        };
}
