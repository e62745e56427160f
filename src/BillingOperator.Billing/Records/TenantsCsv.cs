using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace BillingOperator.Billing.Records;

/// <summary>
/// The table of a run (RFC 4180: commas, CRLF, quotes where needed; UTF-8): one row a record, sorted by tenant id, the
/// same field names. It holds all that the records hold, so records can be made from it again.
/// </summary>
public static class TenantsCsv
{
    private static readonly (string Name, Func<BillingRecord, string> Value)[] Columns =
    [
        ("schema_version", r => r.SchemaVersion.ToString(CultureInfo.InvariantCulture)),
        ("record_id", r => r.RecordId),
        ("billing_period_start", r => r.BillingPeriodStart),
        ("billing_period_end", r => r.BillingPeriodEnd),
        ("tenant_id", r => r.TenantId),
        ("tenant_name", r => r.TenantName),
        ("namespace", r => r.Namespace),
        ("billable", r => r.Billable),
        ("deployment", r => r.Deployment),
        ("tier1_account_id", r => r.Tier1AccountId),
        ("tier2_account_id", r => r.Tier2AccountId),
        ("tier3_account_id", r => r.Tier3AccountId),
        ("external_id", r => r.ExternalId),
        ("source_id", r => r.SourceId),
    ];

    private static readonly CsvConfiguration Rfc4180 = new(CultureInfo.InvariantCulture) { NewLine = "\r\n" };

    /// <summary>Most bytes that a row usually takes.</summary>
    private const int BytesPerRow = 256;

    /// <summary>Writes the table; the records come sorted.</summary>
    public static ReadOnlyMemory<byte> Write(IReadOnlyCollection<BillingRecord> records)
    {
        using var buffer = new MemoryStream((1 + records.Count) * BytesPerRow);
        using (
            var text = new StreamWriter(
                buffer,
                new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
                leaveOpen: true
            )
        )
        using (var csv = new CsvWriter(text, Rfc4180))
        {
            foreach (var column in Columns)
            {
                csv.WriteField(column.Name);
            }
            csv.NextRecord();
            foreach (var record in records)
            {
                foreach (var column in Columns)
                {
                    csv.WriteField(column.Value(record));
                }
                csv.NextRecord();
            }
        }
        return buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
    }

    /// <summary>Reads a table that this operator wrote.</summary>
    /// <exception cref="InvalidDataException">The bytes are no such table; the message names the key.</exception>
    public static IReadOnlyList<BillingRecord> Read(string key, ReadOnlyMemory<byte> content)
    {
        using var text = new StringReader(Encoding.UTF8.GetString(content.Span));
        using var csv = new CsvReader(text, Rfc4180);
        try
        {
            var records = new List<BillingRecord>();
            csv.Read();
            csv.ReadHeader();
            // Any text passes for a header without rows: a table that bills nobody.
            if (csv.HeaderRecord?.SequenceEqual(Columns.Select(column => column.Name)) != true)
            {
                throw new InvalidDataException($"object {key} is no table of billing records: its header is another");
            }
            while (csv.Read())
            {
                records.Add(ReadRow(csv));
            }
            return records;
        }
        catch (Exception error) when (error is CsvHelperException or FormatException)
        {
            throw new InvalidDataException($"object {key} is no table of billing records", error);
        }
    }

    private static BillingRecord ReadRow(CsvReader csv)
    {
        string Field(string name) => csv.GetField(name) ?? "";

        return new BillingRecord
        {
            SchemaVersion = int.Parse(Field("schema_version"), CultureInfo.InvariantCulture),
            RecordId = Field("record_id"),
            BillingPeriodStart = Field("billing_period_start"),
            BillingPeriodEnd = Field("billing_period_end"),
            TenantId = Field("tenant_id"),
            TenantName = Field("tenant_name"),
            Namespace = Field("namespace"),
            Billable = Field("billable"),
            Deployment = Field("deployment"),
            Tier1AccountId = Field("tier1_account_id"),
            Tier2AccountId = Field("tier2_account_id"),
            Tier3AccountId = Field("tier3_account_id"),
            ExternalId = Field("external_id"),
            SourceId = Field("source_id"),
        };
    }
}
