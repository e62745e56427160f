using System.Globalization;
using System.Text;

namespace BillingOperator.Billing.Text;

/// <summary>
/// Text in which nothing breaks a line or hides: users write some of what is logged, and nobody may forge a line of the
/// log, move its cursor, or turn its direction.
/// </summary>
public static class VisibleText
{
    /// <summary>The text, with <c>\u000a</c> and the like in place of characters that are not seen.</summary>
    public static string Of(string text)
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        Write(output, text);
        return output.ToString();
    }

    /// <summary>Writes text, with <c>\u000a</c> and the like in place of characters that are not seen.</summary>
    public static void Write(TextWriter output, ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(text, out var rune, out var length) != System.Buffers.OperationStatus.Done)
            {
                Escape(output, "\ufffd"); // A surrogate without its other half, which JSON's readers refuse.
            }
            else if (IsSeen(rune))
            {
                output.Write(text[..length]);
            }
            else
            {
                Escape(output, text[..length]);
            }
            text = text[length..];
        }
    }

    private static void Escape(TextWriter output, ReadOnlySpan<char> unit)
    {
        foreach (var part in unit)
        {
            output.Write(string.Create(CultureInfo.InvariantCulture, $"\\u{(int)part:x4}"));
        }
    }

    private static bool IsSeen(Rune rune) =>
        Rune.GetUnicodeCategory(rune)
            is not (
                UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator
            );
}
