using BillingOperator.Billing.Text;

namespace BillingOperator.Manifests.Reports;

/// <summary>
/// One line a problem: <c>file:line: Kind namespace/name: field: message</c>. Names come from the file, and may neither forge
/// a line nor steer a terminal.
/// </summary>
internal static class TextReport
{
    /// <summary>Writes the problems.</summary>
    public static void Write(TextWriter output, IReadOnlyList<ManifestFinding> findings)
    {
        foreach (var finding in findings)
        {
            VisibleText.Write(output, finding.ToString());
            output.WriteLine();
        }
    }
}
