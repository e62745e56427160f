using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using BillingOperator.TestEnvironment.Processes;

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
            { "--http-port '70000': must be from 1 to 65535", ["--http-port", "70000"] },
            { "--http-port '0': must be from 1 to 65535", ["--http-port", "0"] },
            { "--http-port 'many': must be from 1 to 65535", ["--http-port", "many"] },
            { "--tenant-workers '0': must be from 1 to 1000", ["--tenant-workers", "0"] },
            { "--tenant-workers '-3': must be from 1", ["--tenant-workers", "-3"] },
            { "--kube-api-qps '-1': must be from 0", ["--kube-api-qps", "-1"] },
            { "--log-level 'loud': must be one of trace, debug", ["--log-level", "loud"] },
            { "--log-level '7': must be one of", ["--log-level", "7"] },
            { "--log-format 'xml': must be one of text, json", ["--log-format", "xml"] },
            { "--leader-elect 'maybe': must be true or false", ["--leader-elect", "maybe"] },
            { "--http-port needs a value: Port of", ["--http-port"] },
            { "--http-port is given more than once", ["--http-port", "1", "--http-port", "2"] },
            { "--namespace (or POD_NAMESPACE) is \"Not_a_Namespace\": use", ["--namespace", "Not_a_Namespace"] },
            { "--cluster-name (or CLUSTER_NAME) is blank", ["--cluster-name", ""] },
            { "--cluster-name (or CLUSTER_NAME) is blank", ["--cluster-name", " \u3164 "] },
            { "--cluster-name (or CLUSTER_NAME) is \"a\\u000Ab\": remove line breaks", ["--cluster-name", "a\nb"] },
            { "--cluster-name (or CLUSTER_NAME) is \"\\u202E", ["--cluster-name", "\u202egnp"] },
            { "--cluster-name (or CLUSTER_NAME) has 257 characters", ["--cluster-name", new string('x', 257)] },
            { "there is no option --no-such-option. See billing-operator controller --help", ["--no-such-option"] },
            { "there is no option --htp-port; did you mean --http-port?", ["--htp-port", "80"] },
            { "there is no option --log-levle; did you mean --log-level?", ["--log-levle=debug"] },
            { "controller does not take 'me': it has options alone", ["me"] },
            { "controller does not take 'a\\u000ab'", ["a\nb"] },
            { "/no/such/file: there is no such kubeconfig", ["--kubeconfig", "/no/such/file"] },
            { "/: there is no such kubeconfig", ["--kubeconfig", "/"] },
            { "/dev/zero: is a pipe or a device", ["--kubeconfig", "/dev/zero"] },
        };

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Options))]
    public async Task A_misused_option_gets_one_line(string line, string[] options) =>
        (await FailAsync([], options)).Should().Contain(line);

    [Theory]
    [InlineData("name a command: controller, validate")]
    [InlineData("there is no command 'controler'; did you mean controller?", "controler")]
    [InlineData("there is no command 'dance': there are controller, validate", "dance")]
    [InlineData("validate needs PATH: Files, folders", "validate")]
    [InlineData("--manifests needs a value: Files, folders", "run", "--event", "x")]
    [InlineData("--context is about a cluster, and --bucket needs none", "verify", "--bucket", ".", "--context", "x")]
    [InlineData("--region is about S3, and --bucket . names a folder", "verify", "--bucket", ".", "--region", "x")]
    [InlineData("--ca-bundle no: there is no such file", "verify", "--bucket", "s3://bucket", "--ca-bundle", "no")]
    [InlineData("--ca-bundle /etc: is a folder", "verify", "--bucket", "s3://bucket", "--ca-bundle", "/etc")]
    [InlineData("there is no command '@file'", "@file")]
    [InlineData("--buket is not an option of verify; did you mean --bucket?", "verify", "--buket", "x")]
    [InlineData("there is no option --wiat; did you mean --wait?", "request", "e", "--wiat")]
    [InlineData("--hepl is not an option of explain; did you mean --help?", "explain", "--hepl")]
    [InlineData("--evnt is not an option of run; did you mean --event?", "run", "--manifests", ".", "--evnt", "x")]
    [InlineData("--event '': must not be blank", "run", "--manifests", ".", "--event", "")]
    [InlineData("--output ' ': must not be blank", "run", "--manifests", ".", "--output", " ")]
    [InlineData("--output '/etc/passwd': must be a folder", "run", "--manifests", ".", "--output", "/etc/passwd")]
    [InlineData("run does not take 'x': it has options alone", "run", "x")]
    [InlineData("'b' is one word too many: explain takes one REASON", "explain", "a", "b")]
    [InlineData("completion needs SHELL: bash, zsh or fish", "completion")]
    [InlineData("SHELL 'pwsh': must be one of bash, zsh, fish", "completion", "pwsh")]
    [InlineData("--output 'xml': must be one of text, json, github, sarif", "validate", ".", "-o", "xml")]
    [InlineData("--ouptut is not an option of validate; did you mean --output?", "validate", ".", "--ouptut")]
    public async Task A_misused_command_line_gets_one_line(string line, params string[] commandLine) =>
        (await RefusalAsync([], commandLine)).Should().Contain(line).And.NotContain("System.");

    [Theory]
    [InlineData("{name: d\nspec: [")]
    [InlineData("\tno: yaml")]
    [InlineData("- a list")]
    [InlineData("current-context: missing")]
    [InlineData(
        "{current-context: x, contexts: [{name: x, context: {cluster: c, user: u}}], clusters: [{name: c, "
            + "cluster: {server: 'https://c'}}], users: [{name: u, user: {token: \"a\\nb\"}}]}"
    )]
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

    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "secret")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "ftp://secret")]
    [InlineData("OTEL_EXPORTER_OTLP_PROTOCOL", "secret")]
    [InlineData("OTEL_EXPORTER_OTLP_COMPRESSION", "secret")]
    [InlineData("OTEL_EXPORTER_OTLP_HEADERS", "secret")]
    [InlineData("OTEL_EXPORTER_OTLP_HEADERS", "api-key=a,b c=secret")]
    [InlineData("OTEL_EXPORTER_OTLP_HEADERS", "api-key=secret%0a")]
    [InlineData("OTEL_EXPORTER_OTLP_HEADERS", "api-key=secrét")]
    [InlineData("OTEL_EXPORTER_OTLP_TIMEOUT", "-5")]
    [InlineData("OTEL_EXPORTER_OTLP_TIMEOUT", "secret")]
    [InlineData("OTEL_METRIC_EXPORT_INTERVAL", "0")]
    [InlineData("OTEL_EXPORTER_OTLP_CERTIFICATE", "/no/such/secret")]
    [InlineData("OTEL_*", "")]
    public async Task A_variable_of_OpenTelemetry_that_cannot_be_used_gets_one_line(string name, string value)
    {
        // What no rule of ours names, the library itself complains of.
        (string, string) faulty = name == "OTEL_*" ? ("OTEL_EXPORTER_OTLP_CERTIFICATE", "/dev/null") : (name, value);

        var line = await FailAsync(
            [("OTEL_EXPORTER_OTLP_ENDPOINT", "https://127.0.0.1:1"), faulty],
            ["--kubeconfig", await UsableKubeconfigAsync(), "--http-port", FreePort()]
        );

        line.Should().StartWith("billing-operator: ").And.Contain(name).And.NotContain("secret");
    }

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

    private static string FreePort() => LoopbackPort.Free().ToString(CultureInfo.InvariantCulture);

    private static Task<string> FailAsync((string Name, string Value)[] environment, string[] options) =>
        RefusalAsync(environment, ["controller", .. options]);

    private static async Task<string> RefusalAsync((string Name, string Value)[] environment, string[] commandLine)
    {
        var start = OperatorProgram.With(commandLine);
        start.RedirectStandardError = true;
        start.RedirectStandardOutput = true;
        start.Environment["KUBECONFIG"] = "";
        start.Environment["HOME"] = "/nonexistent";
        start.Environment["KUBERNETES_SERVICE_HOST"] = "";
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
