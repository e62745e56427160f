using System.Text.RegularExpressions;
using YamlDotNet.Core;

namespace BillingOperator.Manifests;

/// <summary>
/// Tells why a text is no YAML: what it is instead (a template, an unfinished merge), or else in the parser's words with
/// where to look.
/// </summary>
internal static partial class YamlFault
{
    /// <summary>The fault, what to do, and where.</summary>
    /// <param name="text">The file.</param>
    /// <param name="error">What the parser said.</param>
    /// <param name="reached">How far the parser had come.</param>
    public static (SourceSpot Spot, string Message) Describe(string text, Exception error, SourceSpot reached)
    {
        var lines = text.Split('\n');
        var spot = error is YamlException { Start.Index: > 0 } placed
            ? new SourceSpot((int)placed.Start.Line, (int)placed.Start.Column)
            : reached;
        if (FindLine(lines, line => MergeMark().IsMatch(line)) is { } merge)
        {
            return (
                merge,
                "The file has the marks of a merge with conflicts: choose what should stay, and remove them"
            );
        }

        if (FindTemplate(lines, spot) is { } template)
        {
            return (
                template,
                $"The file is a template, with {Quote(lines[template.Line - 1])}: fill it in first, such as "
                    + "helm template CHART | billing-operator validate -"
            );
        }

        return error switch
        {
            NoManifestException => (spot, $"The file cannot be read as YAML: {error.Message}"),
            _ when error.Message.StartsWith("Duplicate key ", StringComparison.Ordinal) => (
                spot,
                $"The file cannot be read as YAML: the key {error.Message["Duplicate key ".Length..]} comes a second time: "
                    + "remove one of the two, or part two objects with ---"
            ),
            // The parser says nowhere, or only roughly, where it found a tab that indents.
            _ when IsAboutTab(error) && FindLine(lines, IsTabIndented) is { } tab => (
                tab,
                "The file cannot be read as YAML: a tab indents this line: use spaces"
            ),
            _ => (
                spot,
                $"The file cannot be read as YAML: {error.Message.TrimEnd('.')}: look here and in the lines above for a "
                    + "colon, quote or bracket that is missing or too many, and for the indentation"
            ),
        };
    }

    // A template in quotes is YAML: it is what is wrong only where the parser stopped.
    private static SourceSpot? FindTemplate(string[] lines, SourceSpot spot) =>
        spot.Line <= lines.Length && Template().IsMatch(lines[spot.Line - 1])
            ? spot
            : FindLine(lines, line => Template().IsMatch(QuotedOrComment().Replace(line, "")));

    private static SourceSpot? FindLine(string[] lines, Predicate<string> isMeant) =>
        Array.FindIndex(lines, isMeant) is >= 0 and var index ? new SourceSpot(index + 1, 1) : null;

    private static bool IsAboutTab(Exception error) =>
        error is YamlException { Start.Index: 0 } || error.Message.Contains("tab character", StringComparison.Ordinal);

    private static bool IsTabIndented(string line) => line.TrimStart(' ').StartsWith('\t');

    private static string Quote(string line) => Template().Match(line).Value;

    [GeneratedRegex(@"^(<{7} |>{7} |={7}\r?$)")]
    private static partial Regex MergeMark();

    [GeneratedRegex(@"\{\{.{0,60}?(\}\}|$)|\{%.{0,60}?(%\}|$)|\{\{|\{%")]
    private static partial Regex Template();

    [GeneratedRegex("""'[^']*'|"[^"]*"|(^|\s)#.*""")]
    private static partial Regex QuotedOrComment();
}
