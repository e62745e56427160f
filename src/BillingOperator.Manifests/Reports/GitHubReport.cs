using System.Globalization;

namespace BillingOperator.Manifests.Reports;

/// <summary>Annotations on the changed lines of a pull request (GitHub Actions: workflow commands).</summary>
internal static class GitHubReport
{
    /// <summary>Writes the problems.</summary>
    public static void Write(TextWriter output, IReadOnlyList<ManifestFinding> findings)
    {
        foreach (var finding in findings)
        {
            var command = finding.IsNote ? "notice" : "error";
            output.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"::{command} file={EscapeProperty(finding.File)},line={finding.Line},col={finding.Column}::"
                ) + Escape(finding.Text)
            );
        }
    }

    private static string Escape(string text) =>
        text.Replace("%", "%25", StringComparison.Ordinal)
            .Replace("\r", "%0D", StringComparison.Ordinal)
            .Replace("\n", "%0A", StringComparison.Ordinal);

    private static string EscapeProperty(string text) =>
        Escape(text).Replace(":", "%3A", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal);
}
