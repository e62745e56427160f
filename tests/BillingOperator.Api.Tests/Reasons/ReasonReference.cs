using System.Globalization;
using System.Text;
using BillingOperator.Api.Reasons;

namespace BillingOperator.Api.Tests.Reasons;

/// <summary>Writes <c>docs/reasons.md</c> from the table of reasons.</summary>
internal static class ReasonReference
{
    public static string Render()
    {
        var text = new StringBuilder(
            """
            # What the reasons mean

            A condition's reason is the cause in one word. Its message, beside it in `kubectl describe`, names the object,
            the field and the remedy of your case. A change of Ready to False is a Warning Event too, with the same reason.

            <!-- Written from src/BillingOperator.Api/Reasons by the tests: UPDATE_DOCS=1 dotnet test tests/BillingOperator.Api.Tests -->

            """
        );
        foreach (var (title, reasons) in ReasonTable.Groups)
        {
            AppendLine(text, $"\n## {title}\n\n| Reason | Where | Means | Do |\n|---|---|---|---|");
            foreach (var reason in reasons)
            {
                var places = string.Join(", ", Places(reason, title));
                AppendLine(text, $"| `{reason.Name}` | {places} | {reason.Meaning} | {reason.Remedy} |");
            }
        }

        return text.ToString();
    }

    /// <summary>In a section about one kind, the kind goes without saying.</summary>
    private static IEnumerable<string> Places(Reason reason, string title) =>
        reason.Places.Select(place =>
            place.StartsWith($"{title} ", StringComparison.Ordinal) ? place[(title.Length + 1)..] : place
        );

    private static void AppendLine(StringBuilder text, string line) =>
        text.Append(CultureInfo.InvariantCulture, $"{line}\n");
}
