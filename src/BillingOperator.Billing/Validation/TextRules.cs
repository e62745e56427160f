namespace BillingOperator.Billing.Validation;

/// <summary>Rules that several text fields share.</summary>
internal static class TextRules
{
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

    /// <summary>A text that holds a line break, a tab or another control character.</summary>
    public static string? FindControlCharacter(string text) =>
        text.Any(char.IsControl) ? $"is {Quoted.Text(text)}: remove the control characters shown as \\u…" : null;
}
