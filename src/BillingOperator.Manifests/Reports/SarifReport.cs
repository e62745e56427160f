using System.Text.Json;
using BillingOperator.Billing.Reports;

namespace BillingOperator.Manifests.Reports;

/// <summary>SARIF 2.1.0, which code scanning services read.</summary>
internal static class SarifReport
{
    private const string RuleId = "manifest";

    /// <summary>Writes the problems.</summary>
    public static void Write(TextWriter output, IReadOnlyList<ManifestFinding> findings) =>
        ReportJson.Write(output, json => WriteLog(json, findings));

    private static void WriteLog(Utf8JsonWriter json, IReadOnlyList<ManifestFinding> findings)
    {
        json.WriteStartObject();
        json.WriteString("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
        json.WriteString("version", "2.1.0");
        json.WriteStartArray("runs");
        json.WriteStartObject();
        WriteTool(json);
        json.WriteStartArray("results");
        foreach (var finding in findings)
        {
            WriteResult(json, finding);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteTool(Utf8JsonWriter json)
    {
        json.WriteStartObject("tool");
        json.WriteStartObject("driver");
        json.WriteString("name", "billing-operator");
        json.WriteStartArray("rules");
        json.WriteStartObject();
        json.WriteString("id", RuleId);
        json.WriteStartObject("shortDescription");
        json.WriteString("text", "A billing manifest must be one that the operator accepts.");
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteResult(Utf8JsonWriter json, ManifestFinding finding)
    {
        json.WriteStartObject();
        json.WriteString("ruleId", RuleId);
        json.WriteString("level", finding.IsNote ? "note" : "error");
        json.WriteStartObject("message");
        json.WriteString("text", finding.Text);
        json.WriteEndObject();
        json.WriteStartArray("locations");
        json.WriteStartObject();
        json.WriteStartObject("physicalLocation");
        json.WriteStartObject("artifactLocation");
        json.WriteString("uri", ToUri(finding.File));
        json.WriteEndObject();
        json.WriteStartObject("region");
        json.WriteNumber("startLine", finding.Line);
        json.WriteNumber("startColumn", finding.Column);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static string ToUri(string file)
    {
        var path = string.Join('/', file.Split(Path.DirectorySeparatorChar).Select(Uri.EscapeDataString));
        return Path.IsPathRooted(file) ? $"file://{path}" : path;
    }
}
