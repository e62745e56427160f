using System.Text;
using System.Text.RegularExpressions;

namespace BillingOperator.Tests.Documentation;

/// <summary>A block of commands in the docs, each with what it prints.</summary>
/// <param name="Commands">The commands, in their order.</param>
/// <param name="Output">What they print, one after the other.</param>
public sealed partial record DocumentedBlock(IReadOnlyList<string> Commands, string Output)
{
    /// <summary>The blocks of a page that work without a cluster and a bucket: <c>console</c>, starting with our program or what prepares for it.</summary>
    public static IEnumerable<DocumentedBlock> Local(string page) =>
        Console()
            .Matches(page)
            .Select(block => Read(block.Groups[1].Value))
            .Where(block => block.Commands[0].Split(' ')[0] is not ("export" or "kubectl"));

    private static DocumentedBlock Read(string text)
    {
        var commands = new List<string>();
        var output = new StringBuilder();
        foreach (var line in text.TrimEnd('\n').Split('\n'))
        {
            if (line.StartsWith("$ ", StringComparison.Ordinal))
            {
                commands.Add(line[2..]);
            }
            else
            {
                output.Append(line).Append('\n');
            }
        }
        return new DocumentedBlock(commands, output.ToString());
    }

    [GeneratedRegex("^```console\n(\\$ .*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Console();
}
