using System.Diagnostics;
using System.Text.RegularExpressions;
using BillingOperator.TestEnvironment.Processes;

namespace BillingOperator.Tests.Documentation;

/// <summary>The commands of the docs that need no cluster, run one after the other in a folder with the samples.</summary>
public sealed partial class LocalCommandsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("docs-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("command-line.md")]
    [InlineData("finance.md")]
    public async Task Every_local_command_prints_what_the_page_shows(string page)
    {
        foreach (var name in (string[])["config/samples", "config/mistakes", "docs/examples"])
        {
            var folder = _folder.CreateSubdirectory(name);
            foreach (var file in Directory.EnumerateFiles(Repository.PathOf(name)))
            {
                File.Copy(file, Path.Combine(folder.FullName, Path.GetFileName(file)));
            }
        }
        var blocks = DocumentedBlock.Local(await File.ReadAllTextAsync(Repository.PathOf("docs", page))).ToList();

        blocks.Should().HaveCountGreaterThan(2);
        foreach (var block in blocks)
        {
            Comparable(await RunAsync(block.Commands)).Should().Be(Comparable(block.Output), block.Commands[0]);
        }
    }

    private async Task<string> RunAsync(IEnumerable<string> commands)
    {
        var program = string.Join(' ', OperatorProgram.CommandLine.Select(word => $"'{word}'"));
        var script = $"exec 2>&1\nbilling-operator() {{ {program} \"$@\"; }}\n{string.Join('\n', commands)}\n";
        var start = new ProcessStartInfo("bash", ["-c", script])
        {
            WorkingDirectory = _folder.FullName,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return output.Replace(_folder.FullName, "/home/you", StringComparison.Ordinal);
    }

    // What differs from day to day and from build to build.
    private static string Comparable(string output) =>
        Build()
            .Replace(
                Digest()
                    .Replace(
                        Period().Replace(RunId().Replace(Moment().Replace(output, "MOMENT"), "RUN"), "PERIOD"),
                        "DIGEST"
                    ),
                "$1: …"
            );

    [GeneratedRegex("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z")]
    private static partial Regex Moment();

    [GeneratedRegex("[0-9]{8}T[0-9]{6}Z-manual-[0-9a-f]{8}")]
    private static partial Regex RunId();

    [GeneratedRegex("(?<=billing_period=|--period |BillingEvent [a-z]+, )[0-9]{4}-[0-9]{2}")]
    private static partial Regex Period();

    [GeneratedRegex("(?<=/)[0-9a-f]{16}(?=\\.json)")]
    private static partial Regex Digest();

    [GeneratedRegex("^(Client version|Commit|Platform): .*$", RegexOptions.Multiline)]
    private static partial Regex Build();
}
