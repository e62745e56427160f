using System.Collections.Immutable;
using System.Globalization;

namespace BillingOperator.Billing.Records;

/// <summary>A column of <see cref="TenantsCsv"/>: a field of the record under the name that it has in JSON.</summary>
/// <param name="Name">The column's title.</param>
/// <param name="Get">The field as text.</param>
/// <param name="Set">The record with the field read from text.</param>
internal sealed record RecordColumn(
    string Name,
    Func<BillingRecord, string> Get,
    Func<BillingRecord, string, BillingRecord> Set
)
{
    /// <summary>All fields of the record, in its order.</summary>
    public static ImmutableArray<RecordColumn> All { get; } =
    [
        new(
            "schema_version",
            r => r.SchemaVersion.ToString(CultureInfo.InvariantCulture),
            (r, text) => r with { SchemaVersion = int.Parse(text, CultureInfo.InvariantCulture) }
        ),
        new("record_id", r => r.RecordId, (r, text) => r with { RecordId = text }),
        new("billing_period_start", r => r.BillingPeriodStart, (r, text) => r with { BillingPeriodStart = text }),
        new("billing_period_end", r => r.BillingPeriodEnd, (r, text) => r with { BillingPeriodEnd = text }),
        new("tenant_id", r => r.TenantId, (r, text) => r with { TenantId = text }),
        new("tenant_name", r => r.TenantName, (r, text) => r with { TenantName = text }),
        new("namespace", r => r.Namespace, (r, text) => r with { Namespace = text }),
        new("billable", r => r.Billable, (r, text) => r with { Billable = text }),
        new("deployment", r => r.Deployment, (r, text) => r with { Deployment = text }),
        new("tier1_account_id", r => r.Tier1AccountId, (r, text) => r with { Tier1AccountId = text }),
        new("tier2_account_id", r => r.Tier2AccountId, (r, text) => r with { Tier2AccountId = text }),
        new("tier3_account_id", r => r.Tier3AccountId, (r, text) => r with { Tier3AccountId = text }),
        new("external_id", r => r.ExternalId, (r, text) => r with { ExternalId = text }),
        new("source_id", r => r.SourceId, (r, text) => r with { SourceId = text }),
    ];
}
