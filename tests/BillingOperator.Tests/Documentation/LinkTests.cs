using System.Text.RegularExpressions;
using BillingOperator.TestEnvironment.Processes;

namespace BillingOperator.Tests.Documentation;

/// <summary>What the pages link to, in the project, is there.</summary>
public sealed partial class LinkTests
{
    public static TheoryData<string> Pages =>
        [
            .. new[] { "docs", "charts" }
                .SelectMany(folder =>
                    Directory.EnumerateFiles(Repository.PathOf(folder), "*.md", SearchOption.AllDirectories)
                )
                .Append(Repository.PathOf("README.md"))
                .Select(file => Path.GetRelativePath(Repository.PathOf(), file)),
        ];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_link_leads_somewhere(string page)
    {
        var file = Repository.PathOf(page);

        foreach (Match link in Link().Matches(File.ReadAllText(file)))
        {
            var (path, anchor) = (link.Groups[1].Value, link.Groups[2].Value);
            var target = path.Length == 0 ? file : Path.Combine(Path.GetDirectoryName(file)!, path);
            Path.Exists(target).Should().BeTrue(link.Value);
            if (anchor.Length > 0)
            {
                Anchors(File.ReadAllText(target)).Should().Contain(anchor, link.Value);
            }
        }
    }

    // As GitHub makes them of headings.
    private static IEnumerable<string> Anchors(string page) =>
        Heading()
            .Matches(page)
            .Select(heading =>
                NoWord().Replace(heading.Groups[1].Value.Trim().ToLowerInvariant(), "").Replace(' ', '-')
            );

    [GeneratedRegex(@"\]\((?!https?:)([^)#\s]*)(?:#([^)\s]*))?\)")]
    private static partial Regex Link();

    [GeneratedRegex("^#+ (.*)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NoWord();
}
