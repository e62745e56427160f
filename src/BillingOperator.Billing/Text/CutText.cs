namespace BillingOperator.Billing.Text;

/// <summary>Shortens text to what fits into a status.</summary>
public static class CutText
{
    /// <summary>
    /// A text of at most so many UTF-16 code units; the last one shows where it was cut. No character is cut in two: half a
    /// surrogate pair cannot be written as UTF-8.
    /// </summary>
    public static string To(string text, int length)
    {
        if (text.Length <= length)
        {
            return text;
        }

        var end = length - 1;
        if (end > 0 && char.IsHighSurrogate(text[end - 1]))
        {
            end--;
        }

        return $"{text.AsSpan(0, end)}…";
    }
}
