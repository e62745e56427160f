using BillingOperator.Billing.Reports;

namespace BillingOperator.Manifests.Reports;

/// <summary>A JSON array, an object a problem.</summary>
internal static class JsonReport
{
    /// <summary>Writes the problems.</summary>
    public static void Write(TextWriter output, IReadOnlyList<ManifestFinding> findings) =>
        ReportJson.Write(
            output,
            json =>
            {
                json.WriteStartArray();
                foreach (var finding in findings)
                {
                    json.WriteStartObject();
                    json.WriteString("severity", finding.IsNote ? "note" : "error");
                    json.WriteString("file", finding.File);
                    json.WriteNumber("line", finding.Line);
                    json.WriteNumber("column", finding.Column);
                    json.WriteString("kind", finding.Kind);
                    json.WriteString("object", finding.Name);
                    json.WriteString("field", finding.Field?.ToString());
                    json.WriteString("message", finding.Message);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            }
        );
}
