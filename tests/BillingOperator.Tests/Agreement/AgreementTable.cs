using System.Globalization;
using System.Text;

namespace BillingOperator.Tests.Agreement;

/// <summary>How many documents each of the three takes, by kind and field.</summary>
internal sealed class AgreementTable
{
    private readonly SortedDictionary<string, int[]> _rows = new(StringComparer.Ordinal);

    public int Total => _rows.Values.Sum(counts => counts[0]);

    public void Add(AgreementDocument document, bool server, bool? controller, bool validate, bool isNamed, bool agree)
    {
        var key = $"| {document.Kind} | {document.Field} |";
        if (!_rows.TryGetValue(key, out var counts))
        {
            _rows[key] = counts = new int[7];
        }

        bool[] marks =
        [
            true,
            server,
            controller == true,
            controller is not null,
            validate,
            isNamed,
            !agree && !isNamed,
        ];
        for (var column = 0; column < marks.Length; column++)
        {
            counts[column] += marks[column] ? 1 : 0;
        }
    }

    public override string ToString()
    {
        var text = new StringBuilder(
            "| Kind | Field | Documents | API server takes | Controllers take, of those they can read | validate takes "
                + "| Named differences | Disagreements |\n|---|---|---|---|---|---|---|---|\n"
        );
        foreach (var (key, counts) in _rows.Append(KeyValuePair.Create("| all | |", Sums())))
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"{key} {counts[0]} | {counts[1]} | {counts[2]} of {counts[3]} | {counts[4]} | {counts[5]} | {counts[6]} |\n"
            );
        }

        return text.ToString();
    }

    private int[] Sums() => [.. Enumerable.Range(0, 7).Select(column => _rows.Values.Sum(counts => counts[column]))];
}
