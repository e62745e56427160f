using System.Text.Json.Nodes;
using BillingOperator.Kubernetes.Authentication;
using BillingOperator.Kubernetes.Configuration;
using BillingOperator.TestEnvironment;
using Microsoft.Extensions.Time.Testing;

namespace BillingOperator.Kubernetes.Tests.Authentication;

public sealed class ExecCredentialSourceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new(new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task Many_requests_at_once_run_the_plugin_once()
    {
        using var source = Source(Printing("""{"token":"t"}"""));

        var credentials = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(_ => source.GetAsync(CancellationToken.None).AsTask())
        );

        credentials.Distinct().Should().ContainSingle().Which.Authorization!.ToString().Should().Be("Bearer t");
        Runs().Should().Be(1);
    }

    [Fact]
    public async Task The_plugin_runs_again_once_its_answer_has_expired()
    {
        var expires = _time.GetUtcNow().AddMinutes(5).ToString("O");
        using var source = Source(Printing($$$"""{"token":"t","expirationTimestamp":"{{{expires}}}"}"""));

        await source.GetAsync(CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(299));
        await source.GetAsync(CancellationToken.None);
        Runs().Should().Be(1);
        _time.Advance(TimeSpan.FromSeconds(1));
        await source.GetAsync(CancellationToken.None);
        Runs().Should().Be(2);
    }

    [Fact]
    public async Task The_plugin_runs_again_after_a_refusal_but_not_after_one_of_an_older_answer()
    {
        using var source = Source(Printing("""{"token":"t"}"""));
        var first = await source.GetAsync(CancellationToken.None);

        source.Reject(first).Should().BeTrue();
        await source.GetAsync(CancellationToken.None);
        source.Reject(first).Should().BeTrue();
        await source.GetAsync(CancellationToken.None);

        Runs().Should().Be(2);
    }

    [Fact]
    public async Task The_plugin_gets_its_arguments_its_environment_and_what_it_is_asked()
    {
        var seen = _folder.PathOf("seen");
        using var source = Source(
            $$$"""printf '%s\n' "$1" "$A" "$KUBERNETES_EXEC_INFO" > {{{seen}}}; {{{Answer("""{"token":"t"}""")}}}""",
            ["a b; $c"],
            new JsonObject { ["server"] = "https://c" }
        );

        await source.GetAsync(CancellationToken.None);

        var lines = await File.ReadAllLinesAsync(seen);
        lines[0].Should().Be("a b; $c");
        lines[1].Should().Be("from the kubeconfig");
        lines[2]
            .Should()
            .Be(
                """{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","spec":{"cluster":{"server":"https://c"},"interactive":false}}"""
            );
    }

    [Theory]
    [InlineData("echo 'log in first' >&2; exit 3", "*exited with 3: log in first")]
    [InlineData("echo hello", "*printed no ExecCredential*")]
    [InlineData("head -c 3000000 /dev/zero", "*printed no ExecCredential*")]
    [InlineData(
        "echo '{\"apiVersion\":\"client.authentication.k8s.io/v1\",\"status\":{\"token\":\"a\\\\nb\"}}'",
        "*printed a token that holds a line feed as character 2*"
    )]
    [InlineData("echo '{\"apiVersion\":\"client.authentication.k8s.io/v1beta1\"}'", "*speaks *v1beta1*says *v1")]
    [InlineData("echo '{\"apiVersion\":\"client.authentication.k8s.io/v1\",\"status\":{}}'", "*neither a token nor*")]
    public async Task A_plugin_that_fails_is_a_fault_that_says_why(string script, string message)
    {
        using var source = Source(script);

        var act = async () => await source.GetAsync(CancellationToken.None);

        await act.Should().ThrowAsync<KubernetesConfigurationException>().WithMessage(message);
    }

    [Fact]
    public async Task A_plugin_that_fails_runs_again_for_the_next_request()
    {
        var repaired = _folder.PathOf("repaired");
        using var source = Source($$$"""test -f {{{repaired}}} || exit 1; {{{Answer("""{"token":"t"}""")}}}""");
        var act = async () => await source.GetAsync(CancellationToken.None);
        await act.Should().ThrowAsync<KubernetesConfigurationException>();

        _folder.Write("repaired", "");

        (await source.GetAsync(CancellationToken.None)).Authorization!.ToString().Should().Be("Bearer t");
    }

    [Fact]
    public async Task A_caller_that_gives_up_stops_the_plugin()
    {
        var started = _folder.PathOf("started");
        using var source = Source($"echo $$ > {started}; sleep 600");
        using var cancellation = new CancellationTokenSource();
        var call = source.GetAsync(cancellation.Token).AsTask();
        await Eventually.TrueAsync(
            () => File.Exists(started) && new FileInfo(started).Length > 0,
            "the plugin has started"
        );

        await cancellation.CancelAsync();

        await call.Invoking(c => c).Should().ThrowAsync<OperationCanceledException>();
        var process = (await File.ReadAllTextAsync(started)).Trim();
        await Eventually.TrueAsync(() => !Directory.Exists($"/proc/{process}"), "the plugin has ended");
    }

    public void Dispose() => _folder.Dispose();

    private ExecCredentialSource Source(string script, string[]? arguments = null, JsonObject? cluster = null) =>
        new(
            new ExecConfiguration
            {
                ApiVersion = "client.authentication.k8s.io/v1",
                Command = "sh",
                Arguments = ["-c", script, "login", .. arguments ?? []],
                Environment = new Dictionary<string, string> { ["A"] = "from the kubeconfig" },
                ClusterInfo = cluster,
            },
            null,
            _time
        );

    private string Printing(string status) => $"echo run >> {_folder.PathOf("runs")}; {Answer(status)}";

    private static string Answer(string status) =>
        $$"""echo '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{{status}}}'""";

    private int Runs() => File.ReadAllLines(_folder.PathOf("runs")).Length;
}
