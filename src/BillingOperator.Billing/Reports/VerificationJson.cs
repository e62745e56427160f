using System.Text.Json;
using BillingOperator.Billing.Verification;

namespace BillingOperator.Billing.Reports;

/// <summary>What a verification found, for programs: one JSON object with all periods.</summary>
public static class VerificationJson
{
    /// <summary>Writes the findings.</summary>
    public static void Write(TextWriter output, IReadOnlyList<PeriodReport> reports) =>
        ReportJson.Write(
            output,
            json =>
            {
                json.WriteStartObject();
                json.WriteBoolean("whole", reports.Count > 0 && reports.All(report => report.IsWhole));
                json.WriteStartArray("periods");
                foreach (var report in reports)
                {
                    Write(json, report);
                }
                json.WriteEndArray();
                json.WriteEndObject();
            }
        );

    private static void Write(Utf8JsonWriter json, PeriodReport report)
    {
        json.WriteStartObject();
        json.WriteString("event", report.Event);
        json.WriteString("billingPeriod", report.Period);
        json.WriteString("location", report.Location);
        json.WriteBoolean("whole", report.IsWhole);
        if (report.Manifest is { } manifest)
        {
            json.WriteString("runId", manifest.RunId);
            json.WriteString("committedAt", manifest.CommittedAt.UtcDateTime);
            json.WriteNumber("records", manifest.Counts.Records);
            json.WriteString("manifestKey", report.ManifestKey);
            json.WriteString("manifestSha256", report.ManifestSha256);
        }
        json.WriteStartArray("findings");
        foreach (var finding in report.Findings)
        {
            Write(json, finding);
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Finding finding)
    {
        json.WriteStartObject();
        json.WriteString("kind", $"{finding.Kind}");
        json.WriteString("severity", $"{finding.Severity}");
        WriteKnown(json, "key", finding.Key);
        WriteKnown(json, "tenantId", finding.TenantId);
        json.WriteString("message", finding.Message);
        WriteKnown(json, "remedy", finding.Remedy);
        json.WriteEndObject();
    }

    private static void WriteKnown(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }
}
