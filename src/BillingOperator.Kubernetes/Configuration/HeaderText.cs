using System.Globalization;

namespace BillingOperator.Kubernetes.Configuration;

/// <summary>
/// What goes into a header of a request: visible ASCII and spaces (RFC 9110, 5.5). An error tells the kind of the character
/// and where it is, and never the text, which may be a secret.
/// </summary>
internal static class HeaderText
{
    /// <summary>The first character that no header carries; <see langword="null"/> where there is none.</summary>
    public static string? FindError(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is < ' ' or >= (char)0x7f)
            {
                return $"holds {KindOf(text, i)} as character {i + 1}, which no header of a request may carry: write it "
                    + "again, without what an editor or a copy put in";
            }
        }

        return null;
    }

    /// <summary>A name or password of basic authentication, which goes into a header in base64.</summary>
    public static string? FindErrorOfLogin(string text) =>
        text.Any(char.IsControl) ? FindError(string.Concat(text.Select(c => char.IsControl(c) ? c : 'x'))) : null;

    private static string KindOf(string text, int index) =>
        text[index] switch
        {
            '\0' => "a NUL",
            '\t' => "a tab",
            '\n' => "a line feed",
            '\r' => "a carriage return",
            '\u00A0' => "a no-break space",
            '\uFEFF' => "a byte order mark",
            '\uFFFD' => "a byte that is no UTF-8 text",
            _ => CharUnicodeInfo.GetUnicodeCategory(text, index) switch
            {
                UnicodeCategory.Control => "a control character",
                UnicodeCategory.Format => "an invisible character",
                _ => "a character beyond ASCII",
            },
        };
}
