using System.Globalization;

namespace BillingOperator.Manifests.Reports;

/// <summary>Annotations on the changed lines of a pull request (GitHub Actions: workflow commands).</summary>
internal static class GitHubReport
{
    /// <summary>Writes the problems.</summary>
    public static void Write(TextWriter output, IReadOnlyList<ManifestProblem> problems)
    {
        foreach (var problem in problems)
        {
            var command = problem.IsNote ? "notice" : "error";
            output.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"::{command} file={EscapeProperty(problem.File)},line={problem.Line},col={problem.Column}::"
                ) + Escape(problem.Text)
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
