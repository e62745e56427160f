using System.Text.RegularExpressions;
using BillingOperator.Kubernetes.Yaml;

namespace BillingOperator.Manifests;

/// <summary>
/// Tells why a text is no YAML: what it is instead (a template, an unfinished merge), or else in the parser's words with
/// where to look.
/// </summary>
internal static partial class YamlError
{
    /// <summary>What is wrong, what to do, and where.</summary>
    /// <param name="text">The file.</param>
    /// <param name="error">What the reader said.</param>
    public static (YamlSpot Spot, string Message) Describe(string text, YamlFormatException error)
    {
        var lines = text.Split('\n');
        var spot = error.Spot;
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

        if (error.InnerException is null)
        {
            return (spot, $"The file cannot be read as YAML: {error.Message}");
        }

        // The parser says nowhere, or only roughly, where it found a tab that indents.
        if (FindTab(lines, error) is { } tab)
        {
            return (tab, "The file cannot be read as YAML: a tab indents this line: use spaces");
        }

        return (
            spot,
            $"The file cannot be read as YAML: {error.Message.TrimEnd('.')}: look here and in the lines above for a "
                + "colon, quote or bracket that is missing or too many, and for the indentation"
        );
    }

    // A template in quotes is YAML: it is what is wrong only where the parser stopped.
    private static YamlSpot? FindTemplate(string[] lines, YamlSpot spot) =>
        spot.Line <= lines.Length && Template().IsMatch(lines[spot.Line - 1])
            ? spot
            : FindLine(lines, line => Template().IsMatch(QuotedOrComment().Replace(line, "")));

    private static YamlSpot? FindLine(string[] lines, Predicate<string> isMeant) =>
        Array.FindIndex(lines, isMeant) is >= 0 and var index ? new YamlSpot(index + 1, 1) : null;

    private static YamlSpot? FindTab(string[] lines, YamlFormatException error)
    {
        var last = error.IsPlaced ? Math.Min(error.Spot.Line + 1, lines.Length) : lines.Length;
        for (var line = Math.Max(1, error.ReachedLine); line <= last; line++)
        {
            if (lines[line - 1].TrimStart(' ').StartsWith('\t'))
            {
                return new YamlSpot(line, 1);
            }
        }

        return null;
    }

    private static string Quote(string line) => Template().Match(line).Value;

    [GeneratedRegex(@"^(<{7} |>{7} |={7}\r?$)")]
    private static partial Regex MergeMark();

    [GeneratedRegex(@"\{\{.{0,60}?(\}\}|$)|\{%.{0,60}?(%\}|$)|\{\{|\{%")]
    private static partial Regex Template();

    [GeneratedRegex("""'[^']*'|"[^"]*"|(^|\s)#.*""")]
    private static partial Regex QuotedOrComment();
}
