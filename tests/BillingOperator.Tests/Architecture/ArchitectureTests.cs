using System.Text.RegularExpressions;
using BillingOperator.TestEnvironment.Processes;

namespace BillingOperator.Tests.Architecture;

/// <summary>Who may know whom: among projects by a table, among the folders of a project by having no cycle.</summary>
public sealed partial class ArchitectureTests
{
    private static readonly string Source = Repository.PathOf("src");

    /// <summary>Each project with the floors below it.</summary>
    private static readonly Dictionary<string, string[]> Floors = new()
    {
        ["BillingOperator"] =
        [
            "Api",
            "Billing",
            "ControllerRuntime",
            "Controllers",
            "Kubernetes",
            "Manifests",
            "Storage",
        ],
        ["BillingOperator.Controllers"] = ["Api", "Billing", "ControllerRuntime", "Kubernetes", "Storage"],
        ["BillingOperator.Manifests"] = ["Api", "Billing", "Kubernetes"],
        ["BillingOperator.Storage"] = ["Api", "Billing"],
        ["BillingOperator.Billing"] = ["Api"],
        ["BillingOperator.Api"] = ["Kubernetes"],
        ["BillingOperator.ControllerRuntime"] = ["Kubernetes"],
        ["BillingOperator.Kubernetes"] = [],
    };

    public static TheoryData<string> Projects => [.. Floors.Keys];

    [Fact]
    public void Every_project_is_on_a_floor() =>
        Directory.GetDirectories(Source).Select(Path.GetFileName).Should().BeEquivalentTo(Floors.Keys);

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_rests_on_the_floors_below_it_only(string project) =>
        ProjectReference()
            .Matches(File.ReadAllText(Path.Combine(Source, project, $"{project}.csproj")))
            .Select(match => match.Groups[1].Value)
            .Should()
            .BeEquivalentTo(Floors[project]);

    [Theory]
    [MemberData(nameof(Projects))]
    public void No_folder_rests_on_one_that_rests_on_it(string project)
    {
        var folders = SourceFolder.ReadAll(Path.Combine(Source, project), project);

        folders.Should().NotBeEmpty();
        foreach (var folder in folders)
        {
            folder
                .FindWayBack(folders)
                .Should()
                .BeNull($"{project}: what {folder.Name} rests on must not rest on {folder.Name}");
        }
    }

    [Fact]
    public void Only_the_program_has_a_web_server_in_it() =>
        Files("*.cs*", except: "BillingOperator")
            .Where(file => File.ReadAllText(file).Contains("AspNetCore", StringComparison.Ordinal))
            .Should()
            .BeEmpty();

    [Fact]
    public void Only_the_store_s_project_and_the_validator_read_spec_s3() =>
        Files("*.cs", except: "BillingOperator.Storage")
            .Where(file => ReadsS3().IsMatch(File.ReadAllText(file)))
            .Select(Path.GetFileName)
            .Should()
            .Equal("BillingServerSettingsValidator.cs");

    private static IEnumerable<string> Files(string pattern, string except) =>
        Floors
            .Keys.Where(project => project != except)
            .SelectMany(project => SourceFolder.FilesOf(Path.Combine(Source, project), pattern));

    [GeneratedRegex("""<ProjectReference Include="\.\./BillingOperator\.(\w+)/""")]
    private static partial Regex ProjectReference();

    [GeneratedRegex(@"\.S3\b(?!;)")]
    private static partial Regex ReadsS3();
}
