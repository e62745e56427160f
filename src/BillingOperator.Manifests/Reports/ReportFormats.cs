namespace BillingOperator.Manifests.Reports;

/// <summary>The ways in which problems can be written, by their names on the command line.</summary>
public static class ReportFormats
{
    /// <summary>For people; the default.</summary>
    public const string Default = "text";

    private static readonly Dictionary<string, Action<TextWriter, IReadOnlyList<ManifestFinding>>> Formats = new()
    {
        [Default] = TextReport.Write,
        ["json"] = JsonReport.Write,
        ["github"] = GitHubReport.Write,
        ["sarif"] = SarifReport.Write,
    };

    /// <summary>The names.</summary>
    public static string[] Names => [.. Formats.Keys];

    /// <summary>Writes problems in the format of that name.</summary>
    public static void Write(string format, TextWriter output, IReadOnlyList<ManifestFinding> findings) =>
        Formats[format](output, findings);
}
