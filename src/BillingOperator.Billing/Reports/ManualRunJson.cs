using System.Text.Json;
using BillingOperator.Billing.Records;
using BillingOperator.Billing.Runs;

namespace BillingOperator.Billing.Reports;

/// <summary>What became of some runs, for programs: one JSON object with all of them.</summary>
public static class ManualRunJson
{
    /// <summary>Writes the results.</summary>
    public static void Write(TextWriter output, IEnumerable<ManualRunResult> results) =>
        ReportJson.Write(
            output,
            json =>
            {
                json.WriteStartObject();
                json.WriteStartArray("runs");
                foreach (var result in results)
                {
                    Write(json, result);
                }
                json.WriteEndArray();
                json.WriteEndObject();
            }
        );

    private static void Write(Utf8JsonWriter json, ManualRunResult result)
    {
        json.WriteStartObject();
        json.WriteString("event", result.Event);
        json.WriteString("billingPeriod", result.Period);
        json.WriteString("location", result.Location);
        json.WriteBoolean("dryRun", result.WouldWrite is not null);
        json.WriteBoolean("committed", result is { Outcome: not null, WouldWrite: null });
        if (result.Failure is { } failure)
        {
            json.WriteString("reason", failure.Reason);
            json.WriteString("message", failure.Message);
        }
        if (result.Outcome is { } outcome)
        {
            Write(json, outcome, result.WouldWrite);
        }
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, RunOutcome outcome, IReadOnlyCollection<string>? wouldWrite)
    {
        var manifest = outcome.Manifest;
        json.WriteString("runId", manifest.RunId);
        json.WriteString("manifestKey", outcome.ManifestKey);
        json.WriteString("note", manifest.Note);
        json.WriteString("listingFailure", outcome.ListingFailure);
        json.WriteString("latestFailure", outcome.PointerFailure);
        json.WriteNumber("records", manifest.Records.Count);
        json.WriteNumber(wouldWrite is null ? "storedNow" : "toBeStored", outcome.UploadedTenants.Count);
        json.WriteNumber("alreadyThere", outcome.AlreadyThere);
        if (wouldWrite is not null)
        {
            Write(json, "wouldWrite", wouldWrite);
            Write(json, "isThere", manifest.Records.Select(record => record.Key).Except(wouldWrite));
        }
        json.WriteStartArray("skipped");
        foreach (var tenant in manifest.Skipped)
        {
            Write(json, tenant);
        }
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, string name, IEnumerable<string> keys)
    {
        json.WriteStartArray(name);
        foreach (var key in keys)
        {
            json.WriteStringValue(key);
        }
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, SkippedTenant tenant)
    {
        json.WriteStartObject();
        json.WriteString("tenantId", tenant.TenantId);
        json.WriteString("namespace", tenant.Namespace);
        json.WriteString("name", tenant.Name);
        json.WriteString("reason", tenant.Reason);
        json.WriteEndObject();
    }
}
