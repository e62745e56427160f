using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace BillingOperator.Tests.Commands;

/// <summary>Whoever starts the operator in a way in which it cannot work gets one line that says so, and exit code 2.</summary>
public sealed class MisuseTests : IDisposable
{
    private const int Misused = 2;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("misuse-");

    public static TheoryData<string, string[]> Options =>
        new()
        {
            { "--http-port 70000: must be from 1 to 65535", ["--http-port", "70000"] },
            { "--http-port 0: must be from 1 to 65535", ["--http-port", "0"] },
            { "--http-port", ["--http-port", "many"] },
            { "--tenant-workers 0: must be from 1", ["--tenant-workers", "0"] },
            { "--tenant-workers -3: must be from 1", ["--tenant-workers", "-3"] },
            { "--kube-api-qps -1: must be from 0", ["--kube-api-qps", "-1"] },
            { "--log-level 'loud': must be one of trace, debug", ["--log-level", "loud"] },
            { "--log-level '7': must be one of", ["--log-level", "7"] },
            { "--log-format 'xml': must be one of text, json", ["--log-format", "xml"] },
            { "--namespace", ["--namespace", "Not_a_Namespace"] },
            { "--no-such-option", ["--no-such-option"] },
            { "/no/such/file: there is no such kubeconfig", ["--kubeconfig", "/no/such/file"] },
            { "/: there is no such kubeconfig", ["--kubeconfig", "/"] },
        };

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Options))]
    public async Task A_misused_option_gets_one_line(string line, string[] options) =>
        (await FailAsync([], options)).Should().Contain(line);

    [Theory]
    [InlineData("{name: d\nspec: [")]
    [InlineData("\tno: yaml")]
    [InlineData("- a list")]
    [InlineData("current-context: missing")]
    public async Task A_faulty_kubeconfig_gets_one_line(string yaml)
    {
        var file = Path.Combine(_folder.FullName, "config");
        await File.WriteAllTextAsync(file, yaml);

        (await FailAsync([], ["--kubeconfig", file])).Should().Contain(file);
    }

    [Fact]
    public async Task A_port_in_use_gets_one_line()
    {
        using var taken = new TcpListener(IPAddress.Any, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);

        (await FailAsync([], ["--kubeconfig", await UsableKubeconfigAsync(), "--http-port", port]))
            .Should()
            .Contain($"--http-port {port}");
    }

    [Fact]
    public async Task A_proxy_that_is_none_gets_one_line() =>
        (await FailAsync([("HTTPS_PROXY", "ftp://jane:secret@proxy")], [])).Should().Contain("HTTPS_PROXY");

    [Fact]
    public async Task No_way_to_a_cluster_gets_one_line() =>
        (await FailAsync([("KUBECONFIG", "/no/such/file")], [])).Should().Contain("/no/such/file");

    private async Task<string> UsableKubeconfigAsync()
    {
        var file = Path.Combine(_folder.FullName, "usable");
        await File.WriteAllTextAsync(
            file,
            """
            current-context: test
            contexts: [{name: test, context: {cluster: test} }]
            clusters: [{name: test, cluster: {server: "https://127.0.0.1:1"} }]
            """
        );
        return file;
    }

    private static async Task<string> FailAsync((string Name, string Value)[] environment, string[] options)
    {
        var start = new ProcessStartInfo(
            "dotnet",
            [Path.Combine(AppContext.BaseDirectory, "billing-operator.dll"), "controller", .. options]
        )
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            Environment =
            {
                ["KUBECONFIG"] = "",
                ["HOME"] = "/nonexistent",
                ["KUBERNETES_SERVICE_HOST"] = "",
            },
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(Patience);
        var output = process.StandardOutput.ReadToEndAsync(patience.Token);
        var error = await process.StandardError.ReadToEndAsync(patience.Token);
        await process.WaitForExitAsync(patience.Token);
        await output;
        var lines = error.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        process.ExitCode.Should().Be(Misused, error);
        return lines.Should().ContainSingle("one line tells it").Which;
    }
}
