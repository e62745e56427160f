using System.Globalization;

namespace BillingOperator.Benchmarks.Reports;

/// <summary>The results for people: one line each.</summary>
internal static class ResultTable
{
    public static async Task WriteAsync(IReadOnlyList<Result> results, TextWriter output)
    {
        string[][] lines =
        [
            ["", "operator", "against", "", "ratio", "bar", ""],
            .. results.Select(Cells),
        ];
        var widths = Enumerable.Range(0, lines[0].Length).Select(i => lines.Max(line => line[i].Length)).ToArray();
        foreach (var line in lines)
        {
            var cells = line.Select((cell, i) => i is 0 or 2 or 6 ? cell.PadRight(widths[i]) : cell.PadLeft(widths[i]));
            await output.WriteLineAsync(string.Join("  ", cells).TrimEnd());
        }
    }

    private static string[] Cells(Result result) =>
        [
            result.What,
            Result.Text(result.Value, result.Unit),
            result.ComparedWith ?? "",
            result.Other is { } other ? Result.Text(other, result.Unit) : "",
            result.Ratio is { } ratio ? Times(ratio) : "",
            result.Bar is { } bar ? $"<= {(result.Other is null ? Result.Text(bar, result.Unit) : Times(bar))}" : "",
            result.Bar is null ? ""
            : result.IsMet ? "met"
            : "MISSED",
        ];

    private static string Times(double ratio) => string.Create(CultureInfo.InvariantCulture, $"{ratio:0.00}x");
}
