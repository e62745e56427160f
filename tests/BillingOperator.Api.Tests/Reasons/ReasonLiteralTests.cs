using System.Reflection;
using System.Text.RegularExpressions;
using BillingOperator.Api.Reasons;
using BillingOperator.TestEnvironment.Processes;

namespace BillingOperator.Api.Tests.Reasons;

/// <summary>A reason that is written as a text would be told to people without being explained anywhere.</summary>
public sealed partial class ReasonLiteralTests
{
    /// <summary>Words in the code that gives reasons which are something else.</summary>
    private static readonly string[] OtherWords = ["BillingOperator", "NotIn", "DoesNotExist"];

    private static readonly string[] Folders =
    [
        Repository.PathOf("src", "BillingOperator.Controllers"),
        Repository.PathOf("src", "BillingOperator.Billing", "Planning"),
        Repository.PathOf("src", "BillingOperator.Billing", "Runs"),
        Repository.PathOf("src", "BillingOperator.Billing", "Scheduling"),
        Repository.PathOf("src", "BillingOperator.Billing", "Tenants"),
    ];

    /// <summary>What a person runs by hand has reasons too, among other words.</summary>
    private static readonly string Commands = Repository.PathOf("src", "BillingOperator", "Commands");

    [Fact]
    public void The_code_takes_its_reasons_from_the_table()
    {
        var known = ReasonTable.Groups.SelectMany(group => group.Reasons).Select(reason => reason.Name).ToHashSet();
        var found =
            from folder in Folders
            from file in SourcesOf(folder)
            from line in File.ReadLines(file)
            where !line.TrimStart().StartsWith("//", StringComparison.Ordinal)
            from Match match in Word().Matches(line)
            let word = match.Groups[1].Value
            where known.Contains(word) || (Humps().IsMatch(word) && !OtherWords.Contains(word))
            select $"{Path.GetRelativePath(Repository.Root, file)}: {line.Trim()}";

        found.Should().BeEmpty("a reason is a constant of BillingOperator.Api.Reasons");
    }

    [Theory]
    [InlineData(nameof(TenantReasons))]
    [InlineData(nameof(SettingsReasons))]
    [InlineData(nameof(BillingEventReasons))]
    public void Every_reason_of_the_table_is_given_by_the_code(string reasons)
    {
        var constants = typeof(Reason)
            .Assembly.GetType($"{typeof(Reason).Namespace}.{reasons}")!
            .GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(constant => $"{reasons}.{constant.Name}");
        var code = string.Concat(Folders.Append(Commands).SelectMany(SourcesOf).Select(File.ReadAllText));

        constants.Where(constant => !Regex.IsMatch(code, $@"\b{constant}\b")).Should().BeEmpty();
    }

    // A build leaves sources of its own below a project's folder.
    private static IEnumerable<string> SourcesOf(string folder) =>
        Directory
            .EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Where(file => !Path.GetRelativePath(folder, file).StartsWith("obj/", StringComparison.Ordinal));

    [GeneratedRegex("\"([A-Z][A-Za-z]+)\"")]
    private static partial Regex Word();

    [GeneratedRegex("^[A-Z][a-z]+([A-Z][a-z]+)+$")]
    private static partial Regex Humps();
}
