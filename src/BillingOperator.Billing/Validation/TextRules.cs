using System.Globalization;
using System.Text;
using BillingOperator.Billing.Text;

namespace BillingOperator.Billing.Validation;

/// <summary>Rules that several text fields share.</summary>
public static class TextRules
{
    /// <summary>Letters that have no shape: the fillers of Hangul. The blank of Braille has none either.</summary>
    private const string Fillers = "\u115F\u1160\u2800\u3164\uFFA0";

    /// <summary>A text longer than so many characters, counted as Unicode code points as the CRD's <c>maxLength</c> does.</summary>
    public static string? FindTooLong(string text, int maxLength)
    {
        if (text.Length <= maxLength)
        {
            return null;
        }

        var length = text.EnumerateRunes().Count();
        return length <= maxLength ? null : $"has {length} characters: shorten it to {maxLength} or fewer";
    }

    /// <summary>
    /// A text for people that holds a line break or any other character that is not text: control, format, surrogate,
    /// private-use and unassigned ones. The CRD says so with the classes that all versions of RE2 know.
    /// </summary>
    public static string? FindNoText(string text) =>
        text.EnumerateRunes().Any(rune => !IsText(rune))
            ? $"is {Quoted.Text(text)}: remove line breaks and every character that is not text "
                + "(control, format, private-use and unassigned characters)"
            : null;

    /// <summary>Whether nothing of a text can be seen: it is empty, or holds spaces, marks without a letter and fillers.</summary>
    public static bool IsInvisible(string text) =>
        text.EnumerateRunes()
            .All(rune => IsMarkOrSeparator(rune) || Fillers.Contains(rune.ToString(), StringComparison.Ordinal));

    /// <summary>Letters, marks, numbers, punctuation, symbols and spaces.</summary>
    internal static bool IsText(Rune rune) =>
        Rune.GetUnicodeCategory(rune)
            is not (
                UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.Surrogate
                or UnicodeCategory.PrivateUse
                or UnicodeCategory.OtherNotAssigned
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator
            );

    private static bool IsMarkOrSeparator(Rune rune) =>
        Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.NonSpacingMark
                or UnicodeCategory.SpacingCombiningMark
                or UnicodeCategory.EnclosingMark
                or UnicodeCategory.SpaceSeparator
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator;
}
