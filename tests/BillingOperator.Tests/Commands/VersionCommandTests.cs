using System.Text.Json.Nodes;
using BillingOperator.TestEnvironment.Processes;
using BillingOperator.Tests.EndToEnd;

namespace BillingOperator.Tests.Commands;

[Collection(EventsCollection.Name)]
public sealed class VersionCommandTests(RunningOperator installation)
{
    private static readonly Dictionary<string, string> Nothing = [];

    [Fact]
    public async Task The_version_has_its_commit_and_the_API_server_is_asked_only_on_request()
    {
        var alone = await ProgramRun.ToEndAsync(
            new Dictionary<string, string> { ["KUBECONFIG"] = "/nonexistent" },
            "version"
        );
        var both = await ProgramRun.ToEndAsync(
            Nothing,
            "version",
            "--server",
            "-o",
            "json",
            "--kubeconfig",
            installation.OperatorKubeconfig
        );

        (alone.ExitCode, alone.Error).Should().Be((0, ""));
        alone.Output.Should().MatchRegex("^Client version: [0-9.]+\nCommit: +([0-9a-f]{40}|unknown)\nPlatform: .*\n$");
        (both.ExitCode, both.Error).Should().Be((0, ""));
        var server = (string)JsonNode.Parse(both.Output)!["serverVersion"]!["version"]!;
        (await installation.Cluster.KubectlAsync("version")).Should().Contain(server);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_said_and_the_program_s_own_version_shown()
    {
        var kubeconfig = await installation.CopyKubeconfigAsync(new Uri($"https://127.0.0.1:{LoopbackPort.Free()}"));

        var run = await ProgramRun.ToEndAsync(Nothing, "version", "--server", "--kubeconfig", kubeconfig);

        run.ExitCode.Should().Be(2);
        run.Output.Should().StartWith("Client version: ");
        run.Error.Should()
            .MatchRegex("^billing-operator: the API server https://127.0.0.1:[0-9]+/ cannot be reached: .*--context");
    }
}
