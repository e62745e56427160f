using System.Globalization;
using System.Text;

namespace BillingOperator.Billing.Text;

/// <summary>Shows what somebody wrote inside a message: quoted, cut, and with what cannot be seen escaped.</summary>
public static class Quoted
{
    private const int MaxRunes = 64;

    /// <summary>The value in double quotes, at most 64 characters of it; control characters as <c>\u000A</c>.</summary>
    public static string Text(string value)
    {
        var quoted = new StringBuilder("\"");
        var shown = 0;
        foreach (var rune in value.EnumerateRunes())
        {
            if (shown++ == MaxRunes)
            {
                quoted.Append('…');
                break;
            }

            AppendVisibly(quoted, rune);
        }

        return quoted.Append('"').ToString();
    }

    private static void AppendVisibly(StringBuilder quoted, Rune rune)
    {
        if (rune.Value is '"' or '\\')
        {
            quoted.Append('\\').Append(rune.ToString());
        }
        else if (IsInvisible(rune))
        {
            quoted.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:X4}");
        }
        else
        {
            quoted.Append(rune.ToString());
        }
    }

    private static bool IsInvisible(Rune rune) =>
        Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator;
}
