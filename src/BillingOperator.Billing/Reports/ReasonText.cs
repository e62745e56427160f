using BillingOperator.Api.Reasons;
using BillingOperator.Billing.Text;

namespace BillingOperator.Billing.Reports;

/// <summary>The reasons for people at a terminal of 80 columns: what <c>docs/reasons.md</c> has, from the same table.</summary>
public static class ReasonText
{
    private const int Columns = 80;
    private const int Label = 9;

    /// <summary>Every reason once.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [.. ReasonTable.Groups.SelectMany(group => group.Reasons).Select(reason => reason.Name).Distinct()];

    /// <summary>Writes all reasons, a line each.</summary>
    public static void WriteAll(TextWriter output)
    {
        var width = Names.Max(name => name.Length);
        foreach (var (title, reasons) in ReasonTable.Groups)
        {
            output.WriteLine(title);
            foreach (var reason in reasons)
            {
                var line = $"  {reason.Name.PadRight(width)}  {FirstSentence(reason.Meaning)}";
                output.WriteLine(CutText.To(line, Columns));
            }
            output.WriteLine();
        }
    }

    /// <summary>Writes what a reason means and what to do, for each kind that has it.</summary>
    /// <param name="output">Takes the lines.</param>
    /// <param name="name">The reason, whatever its case.</param>
    /// <returns>Whether there is such a reason.</returns>
    public static bool TryWrite(TextWriter output, string name)
    {
        var found = ReasonTable
            .Groups.SelectMany(group => group.Reasons)
            .Where(reason => reason.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            .ToList();
        if (found.Count == 0)
        {
            return false;
        }
        output.WriteLine(found[0].Name);
        foreach (var reason in found)
        {
            output.WriteLine();
            Write(output, "Where:", string.Join(", ", reason.Places));
            Write(output, "Means:", reason.Meaning);
            Write(output, "Do:", reason.Remedy);
        }
        return true;
    }

    private static void Write(TextWriter output, string label, string text)
    {
        foreach (var line in WrappedText.Lines(text, Columns - Label))
        {
            output.WriteLine($"  {label, -(Label - 2)}{line}");
            label = "";
        }
    }

    private static string FirstSentence(string text) =>
        text.IndexOf(". ", StringComparison.Ordinal) is >= 0 and var end ? text[..(end + 1)] : text;
}
