using System.Text;

namespace BillingOperator.ControllerRuntime;

/// <summary>Text from outside, fit to stand in one line among others.</summary>
internal static class OneLine
{
    /// <summary>The text without what breaks or hides in a line, cut to a length.</summary>
    /// <param name="text">The text.</param>
    /// <param name="maxLength">The most UTF-16 code units that are left of it.</param>
    public static string Of(string text, int maxLength = 512)
    {
        var line = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (line.Length + rune.Utf16SequenceLength > maxLength)
            {
                return line.Append('…').ToString();
            }

            line.Append(Rune.IsControl(rune) || rune.Value is 0x2028 or 0x2029 ? " " : rune.ToString());
        }

        return line.ToString();
    }
}
