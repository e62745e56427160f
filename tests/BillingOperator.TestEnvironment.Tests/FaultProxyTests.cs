using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography.X509Certificates;
using BillingOperator.TestEnvironment.Proxying;

namespace BillingOperator.TestEnvironment.Tests;

[Collection(ControlPlaneCollection.Name)]
public sealed class FaultProxyTests(ControlPlaneFixture fixture) : IAsyncLifetime
{
    private const string Namespaces = "/api/v1/namespaces";

    private readonly ControlPlane _controlPlane = fixture.ControlPlane;
    private readonly CancellationTokenSource _deadline = new(TimeSpan.FromSeconds(30));
    private FaultProxy _proxy = null!;
    private HttpClient _client = null!;

    public async Task InitializeAsync()
    {
        _proxy = await FaultProxy.StartAsync(_controlPlane);
        _client = CreateClient(HttpVersion.Version20);
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _proxy.DisposeAsync();
        _deadline.Dispose();
    }

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task Without_faults_requests_pass_unchanged_and_are_recorded(string version)
    {
        using var client = CreateClient(new Version(version));

        using var response = await client.GetAsync(Path($"{Namespaces}?labelSelector=a%2Fb"), _deadline.Token);

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        response.Version.Should().Be(new Version(version));
        (await response.Content.ReadAsStringAsync(_deadline.Token)).Should().Contain("\"kind\":\"NamespaceList\"");
        _proxy.Requests.Should().ContainSingle().Which.Query.Should().Be("?labelSelector=a%2Fb");
    }

    [Fact]
    public async Task Counted_fault_strikes_so_many_times_and_only_what_matches()
    {
        using var rule = _proxy.Fail(
            request => request.Path == Namespaces,
            Faults.Status(HttpStatusCode.TooManyRequests, retryAfter: TimeSpan.FromSeconds(3)),
            times: 1
        );

        using var other = await _client.GetAsync(Path("/api/v1/nodes"), _deadline.Token);
        using var first = await _client.GetAsync(Path(Namespaces), _deadline.Token);
        using var second = await _client.GetAsync(Path(Namespaces), _deadline.Token);

        other.StatusCode.Should().Be(HttpStatusCode.OK);
        first.StatusCode.Should().Be(HttpStatusCode.TooManyRequests);
        first.Headers.RetryAfter!.Delta.Should().Be(TimeSpan.FromSeconds(3));
        second.StatusCode.Should().Be(HttpStatusCode.OK);
        rule.Hits.Should().Be(1);
    }

    [Fact]
    public async Task Lost_answer_leaves_the_work_done()
    {
        using var rule = _proxy.Fail(request => request.Method == "POST", Faults.AnswerLost());

        var create = () => CreateNamespaceAsync("answer-lost");

        await create.Should().ThrowAsync<HttpRequestException>();
        (await _controlPlane.KubectlAsync("get", "namespace", "answer-lost", "-o", "name")).Should().NotBeEmpty();
    }

    [Fact]
    public async Task Lost_connection_leaves_the_work_undone()
    {
        using var rule = _proxy.Fail(request => request.Method == "POST", Faults.ConnectionLost());

        var create = () => CreateNamespaceAsync("connection-lost");

        await create.Should().ThrowAsync<HttpRequestException>();
        var get = () => _controlPlane.KubectlAsync("get", "namespace", "connection-lost");
        (await get.Should().ThrowAsync<Exception>()).WithMessage("*NotFound*");
    }

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task Cut_answer_breaks_off_at_that_byte_at_the_latest(string version)
    {
        using var client = CreateClient(new Version(version));
        using var rule = _proxy.Fail(_ => true, Faults.CutAfter(100));

        var (received, end) = await ReadAsync(client, Namespaces);

        received.Should().BeLessThanOrEqualTo(100);
        end.Should().Match(exception => exception is IOException || exception is HttpRequestException);
    }

    [Fact]
    public async Task Frozen_answer_stays_open_and_silent()
    {
        using var rule = _proxy.Fail(_ => true, Faults.FreezeAfter(100));
        _deadline.CancelAfter(TimeSpan.FromSeconds(5));

        var (received, end) = await ReadAsync(_client, Namespaces);

        received.Should().Be(100);
        end.Should().BeAssignableTo<OperationCanceledException>();
    }

    [Fact]
    public async Task Delay_and_drip_slow_down_and_lose_nothing()
    {
        var direct = await _client.GetStringAsync(Path("/version"), _deadline.Token);
        using var delay = _proxy.Fail(_ => true, Faults.Delay(TimeSpan.FromMilliseconds(300)), times: 1);
        using var drip = _proxy.Fail(_ => true, Faults.Drip(50, TimeSpan.FromMilliseconds(50)), times: 1);

        foreach (var rule in new[] { delay, drip })
        {
            var time = Stopwatch.StartNew();
            (await _client.GetStringAsync(Path("/version"), _deadline.Token)).Should().Be(direct);
            time.Elapsed.Should().BeGreaterThan(TimeSpan.FromMilliseconds(200));
            rule.Hits.Should().Be(1);
        }
    }

    [Fact]
    public async Task Expired_watch_is_an_error_event_in_a_good_answer()
    {
        using var rule = _proxy.Fail(request => request.IsWatch, Faults.WatchExpired());

        using var response = await _client.GetAsync(Path($"{Namespaces}?watch=true"), _deadline.Token);

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        (await response.Content.ReadAsStringAsync(_deadline.Token)).Should().Contain("ERROR").And.Contain("410");
    }

    [Fact]
    public async Task Broken_connections_end_a_watch_that_runs()
    {
        using var response = await _client.GetAsync(
            Path($"{Namespaces}?watch=true"),
            HttpCompletionOption.ResponseHeadersRead,
            _deadline.Token
        );
        await using var events = await response.Content.ReadAsStreamAsync(_deadline.Token);
        await events.ReadExactlyAsync(new byte[1], _deadline.Token);

        _proxy.BreakConnections();

        var drain = () => events.CopyToAsync(Stream.Null, _deadline.Token);
        await drain.Should().ThrowAsync<IOException>();
    }

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task Frozen_connections_are_silent_and_new_ones_work(string version)
    {
        using var client = CreateClient(new Version(version));
        await client.GetStringAsync(Path("/version"), _deadline.Token);
        _proxy.FreezeConnections();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(_deadline.Token);
        patience.CancelAfter(TimeSpan.FromSeconds(1));

        var overTheOldOne = () => client.GetStringAsync(Path("/version"), patience.Token);
        using var another = CreateClient(new Version(version));
        var overANewOne = await another.GetStringAsync(Path("/version"), _deadline.Token);

        await overTheOldOne.Should().ThrowAsync<OperationCanceledException>();
        overANewOne.Should().Contain("gitVersion");
        _proxy.Requests.Should().HaveCount(2, "the silent connection let nothing through");
    }

    [Fact]
    public async Task Refused_connections_are_accepted_again_at_the_same_address()
    {
        await _proxy.RefuseConnectionsAsync();
        var get = () => _client.GetStringAsync(Path("/version"), _deadline.Token);
        await get.Should().ThrowAsync<HttpRequestException>();

        await _proxy.ListenAsync();

        (await get()).Should().Contain("gitVersion");
    }

    private static Uri Path(string path) => new(path, UriKind.Relative);

    private async Task CreateNamespaceAsync(string name)
    {
        using var body = JsonContent.Create(new { metadata = new { name } });
        using var response = await _client.PostAsync(Path(Namespaces), body, _deadline.Token);
    }

    private async Task<(int Received, Exception? End)> ReadAsync(HttpClient client, string path)
    {
        var received = 0;
        try
        {
            using var response = await client.GetAsync(
                Path(path),
                HttpCompletionOption.ResponseHeadersRead,
                _deadline.Token
            );
            await using var body = await response.Content.ReadAsStreamAsync(_deadline.Token);
            var buffer = new byte[4096];
            while (await body.ReadAsync(buffer, _deadline.Token) is > 0 and var read)
            {
                received += read;
            }

            return (received, null);
        }
        catch (Exception exception)
            when (exception is IOException or HttpRequestException or OperationCanceledException)
        {
            return (received, exception);
        }
    }

    private HttpClient CreateClient(Version version)
    {
        var handler = new SocketsHttpHandler();
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            CustomTrustStore =
            {
                X509CertificateLoader.LoadCertificateFromFile(_controlPlane.CertificateAuthorityFile),
            },
            RevocationMode = X509RevocationMode.NoCheck,
        };
        return new HttpClient(handler)
        {
            BaseAddress = _proxy.Endpoint,
            DefaultRequestVersion = version,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
            DefaultRequestHeaders =
            {
                Authorization = new AuthenticationHeaderValue("Bearer", _controlPlane.AdminToken),
            },
        };
    }
}
