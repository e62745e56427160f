using System.Text;
using System.Text.RegularExpressions;

namespace BillingOperator.Storage.Http;

/// <summary>What an answer that is not S3's says, short enough for a status and the same each time.</summary>
internal static partial class AnswerWords
{
    private const int Longest = 80;
    private const int LongestLine = 300;

    /// <summary>The first words of a page or a text, without its markup and without numbers that look like ids.</summary>
    public static string Of(ReadOnlySpan<byte> body)
    {
        var text = Encoding.UTF8.GetString(body);
        var words = Space().Replace(Id().Replace(Markup().Replace(text, " "), "…"), " ").Trim();
        return words.Length <= Longest ? words : $"{words.AsSpan(0, Longest)}…";
    }

    /// <summary>The words in quotes, for a sentence.</summary>
    public static string Quoted(string words) => words.Length == 0 ? "with an empty answer" : $"\"{words}\"";

    /// <summary>A sentence of a store or of the platform in one line, cut where it is long.</summary>
    public static string InLine(string words)
    {
        var line = words.ReplaceLineEndings(" ").Trim();
        return line.Length <= LongestLine ? line : $"{line.AsSpan(0, LongestLine)}…";
    }

    [GeneratedRegex("<(style|script).*?</\\1>|<[^>]*>?", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex Markup();

    [GeneratedRegex(@"\S*\d{5,}\S*")]
    private static partial Regex Id();

    [GeneratedRegex(@"[\s\p{C}]+")]
    private static partial Regex Space();
}
