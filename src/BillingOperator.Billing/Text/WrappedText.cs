namespace BillingOperator.Billing.Text;

/// <summary>Breaks text into lines between its words.</summary>
public static class WrappedText
{
    /// <summary>The lines of a text.</summary>
    /// <param name="text">Words with single spaces between them.</param>
    /// <param name="width">Most UTF-16 code units of a line; a longer word has a line of its own.</param>
    public static IEnumerable<string> Lines(string text, int width)
    {
        var start = 0;
        while (text.Length - start > width)
        {
            var end = text.LastIndexOf(' ', start + width, width + 1);
            end = end > start ? end : text.IndexOf(' ', start);
            if (end < 0)
            {
                break;
            }
            yield return text[start..end];
            start = end + 1;
        }
        yield return text[start..];
    }
}
