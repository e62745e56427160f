namespace BillingOperator.Manifests.Reports;

/// <summary>A JSON array, an object a problem.</summary>
internal static class JsonReport
{
    /// <summary>Writes the problems.</summary>
    public static void Write(TextWriter output, IReadOnlyList<ManifestProblem> problems) =>
        ReportJson.Write(
            output,
            json =>
            {
                json.WriteStartArray();
                foreach (var problem in problems)
                {
                    json.WriteStartObject();
                    json.WriteString("severity", problem.IsNote ? "note" : "error");
                    json.WriteString("file", problem.File);
                    json.WriteNumber("line", problem.Line);
                    json.WriteNumber("column", problem.Column);
                    json.WriteString("kind", problem.Kind);
                    json.WriteString("object", problem.Name);
                    json.WriteString("field", problem.Field?.ToString());
                    json.WriteString("message", problem.Message);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            }
        );
}
