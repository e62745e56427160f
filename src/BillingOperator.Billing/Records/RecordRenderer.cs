using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using BillingOperator.Api.Tenants;
using BillingOperator.Billing.Scheduling;
using BillingOperator.Billing.Tenants;

namespace BillingOperator.Billing.Records;

/// <summary>Turns tenants into records, and records into bytes.</summary>
public static class RecordRenderer
{
    /// <summary>The record of a billable, valid tenant.</summary>
    public static BillingRecord Describe(TenantDeclaration tenant, BillingPeriod period)
    {
        var billing = tenant.Spec.Billing ?? new TenantBilling();
        return new BillingRecord
        {
            RecordId = $"{tenant.TenantId}/{period.Id}",
            BillingPeriodStart = Day(period.Start),
            BillingPeriodEnd = Day(period.EndExclusive),
            TenantId = tenant.TenantId,
            TenantName = tenant.Spec.DisplayName ?? tenant.TenantId,
            Namespace = tenant.Namespace,
            Billable = billing.Billable ?? Billable.NotBillable,
            Deployment = billing.Deployment ?? "",
            Tier1AccountId = billing.Tier1AccountId ?? "",
            Tier2AccountId = billing.Tier2AccountId ?? "",
            Tier3AccountId = billing.Tier3AccountId ?? "",
            ExternalId = billing.ExternalId ?? "",
            SourceId = billing.SourceId ?? "",
        };
    }

    /// <summary>SHA-256 of a record's bytes in lower-case hex: what a receipt says of the record.</summary>
    public static string HashOf(BillingRecord record) => Convert.ToHexStringLower(SHA256.HashData(Serialize(record)));

    /// <summary>The bytes of a record: one line of JSON in UTF-8, ended by a line feed.</summary>
    public static RenderedRecord Render(BillingRecord record, BucketLayout layout)
    {
        var content = Serialize(record);
        var hash = SHA256.HashData(content);
        var hex = Convert.ToHexStringLower(hash);
        return new RenderedRecord(record.TenantId, layout.RecordKey(record.TenantId, hex), content, hash, hex);
    }

    private static byte[] Serialize(BillingRecord record)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(record, BucketJsonContext.Compact.BillingRecord);
        var content = new byte[json.Length + 1];
        json.CopyTo(content, 0);
        content[^1] = (byte)'\n';
        return content;
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
