using System.Text.Json.Nodes;
using BillingOperator.TestEnvironment.Processes;

namespace BillingOperator.TestEnvironment.Tests;

/// <summary>What a newcomer runs first, and is told to go on with.</summary>
public sealed class QuickStartTests : IAsyncLifetime
{
    private static readonly string Script = Repository.PathOf("hack", "quickstart.sh");
    private readonly string _folder = Path.Combine(Directory.CreateTempSubdirectory("quickstart-").FullName, "state");
    private string _path = "";

    public async Task InitializeAsync()
    {
        var parts = Repository.PathOf("hack", "testenv", "parts.sh");
        var prefix = await Command.RunAsync(parts, ["control-plane"]);
        _path = $"{prefix.Trim()}:{Environment.GetEnvironmentVariable("PATH")}";
    }

    public async Task DisposeAsync()
    {
        await RunAsync("--stop");
        Directory.Delete(Path.GetDirectoryName(_folder)!, recursive: true);
    }

    [Fact]
    public async Task What_is_kept_goes_on_and_bills_on_request_until_it_is_stopped()
    {
        var words = await RunAsync("--keep");

        words.Should().MatchRegex("API server: https://.*, Kubernetes [0-9.]+, etcd [0-9.]+");
        words.Should().Contain("Everything goes on running.");
        var first = await LastRunAsync();
        var pid = (await File.ReadAllTextAsync(Path.Combine(_folder, "operator", "operator.pid"))).Trim();
        IsRunning(pid).Should().BeTrue("the operator runs on");

        await KubectlAsync("annotate", "billingevent", "pureconnect", "billing.pureconnect.io/requestedAt=from a test");

        var second = await AnotherRunAsync(after: first);
        ((string)second["trigger"]!).Should().Be("Request");

        await RunAsync("--stop");
        IsRunning(pid).Should().BeFalse("it was told to stop");
        Directory.Exists(_folder).Should().BeFalse();
    }

    // A process that has ended may stay listed until its parent asks for it, without a command line.
    private static bool IsRunning(string pid) =>
        File.Exists($"/proc/{pid}/cmdline") && File.ReadAllText($"/proc/{pid}/cmdline").Length > 0;

    private async Task<JsonNode> AnotherRunAsync(JsonNode after)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            var last = await LastRunAsync();
            if ((string)last["id"]! != (string)after["id"]!)
            {
                return last;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(200), patience.Token);
        }
    }

    private async Task<JsonNode> LastRunAsync()
    {
        var run = JsonNode.Parse(await KubectlAsync("get", "bev", "pureconnect", "-o", "jsonpath={.status.lastRun}"))!;
        ((string)run["state"]!).Should().Be("Succeeded");
        return run;
    }

    private Task<string> KubectlAsync(params string[] arguments) =>
        Command.RunAsync(
            "/usr/bin/env",
            ["kubectl", .. arguments],
            new Dictionary<string, string>
            {
                ["PATH"] = _path,
                ["KUBECONFIG"] = Path.Combine(_folder, "control-plane", "kubeconfig"),
            }
        );

    private Task<string> RunAsync(string option) =>
        Command.RunAsync(
            Script,
            [option],
            new Dictionary<string, string> { ["BILLING_QUICKSTART_DIRECTORY"] = _folder }
        );
}
