using System.Globalization;
using System.Text.RegularExpressions;
using BillingOperator.Billing.Text;
using BillingOperator.Billing.Verification;

namespace BillingOperator.Billing.Reports;

/// <summary>What a verification found, for people. Names come from the bucket, and may neither forge a line nor steer a terminal.</summary>
public static partial class VerificationText
{
    /// <summary>Writes a line for each period and each finding, and one that says what it comes to.</summary>
    /// <param name="output">Takes the lines.</param>
    /// <param name="reports">What was found, by period.</param>
    public static void Write(TextWriter output, IReadOnlyList<PeriodReport> reports)
    {
        foreach (var line in reports.SelectMany(Lines))
        {
            VisibleText.Write(output, line);
            output.WriteLine();
        }
        if (reports.Count > 0)
        {
            VisibleText.Write(output, Total(reports));
            output.WriteLine();
        }
    }

    private static IEnumerable<string> Lines(PeriodReport report)
    {
        yield return $"BillingEvent {report.Event}, {report.Period}: {Judge(report)}";
        if (report.Manifest is { } manifest)
        {
            yield return Invariant(
                $"  run {manifest.RunId}, committed {manifest.CommittedAt.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}, {Count(manifest.Counts.Records, "record")}"
            );
        }
        foreach (var finding in report.Findings)
        {
            var key = finding.Key is { } name ? $"{name}: " : "";
            var remedy = finding.Remedy is { } what ? $"; {what}" : "";
            yield return $"  {NameOf(finding)}: {key}{finding.Message}{remedy}";
        }
    }

    private static string Judge(PeriodReport report) =>
        (report.Count(FindingSeverity.Difference), report.Count(FindingSeverity.Unchecked)) switch
        {
            (0, 0) => "whole",
            (0, var unread) => $"{Count(unread, "object")} could not be checked",
            (var differences, 0) => Count(differences, "difference"),
            var (differences, unread) =>
                $"{Count(differences, "difference")}, {Count(unread, "object")} could not be checked",
        };

    private static string Total(IReadOnlyList<PeriodReport> reports)
    {
        var places = string.Join(", ", reports.Select(report => report.Location).Distinct());
        var whole = reports.Count(report => report.IsWhole);
        return Invariant(
            $"{Count(reports.Count, "billing period")} in {places}: {(whole == reports.Count ? "whole" : $"{reports.Count - whole} not whole")}"
        );
    }

    private static string NameOf(Finding finding) =>
        finding.Severity == FindingSeverity.Note ? "note"
        : finding.Kind == FindingKind.Unreadable ? "could not be checked"
        : Capitals().Replace($"{finding.Kind}", " $0").Trim().ToLowerInvariant();

    private static string Count(int number, string what) => Invariant($"{number} {what}{(number == 1 ? "" : "s")}");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex("[A-Z]")]
    private static partial Regex Capitals();
}
