using System.Net;
using BillingOperator.Kubernetes.Client;
using BillingOperator.Kubernetes.Configuration;
using BillingOperator.Kubernetes.Entities;
using BillingOperator.TestEnvironment.Proxying;
using k8s.Models;

namespace BillingOperator.Kubernetes.Tests.Transport;

/// <summary>What the client makes of servers that are busy, slow, or gone.</summary>
[Collection(ControlPlaneTests.Name)]
public sealed class FaultTests(ControlPlaneFixture fixture) : IAsyncLifetime, IDisposable
{
    private const string Leases = "/apis/coordination.k8s.io/v1/namespaces/default/leases";
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly EntityKey Nothing = new("default", "nothing");
    private readonly TemporaryFolder _folder = new();
    private FaultProxy _proxy = null!;

    public async Task InitializeAsync() => _proxy = await FaultProxy.StartAsync(fixture.ControlPlane);

    public async Task DisposeAsync() => await _proxy.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(429, 0)]
    [InlineData(429, null)]
    [InlineData(503, 0)]
    public async Task A_write_that_a_busy_server_did_not_do_is_asked_again(int status, int? retryAfter)
    {
        _proxy.Fail(_ => true, Faults.Status((HttpStatusCode)status, retryAfter: Seconds(retryAfter)), times: 2);

        var created = await Connect().CreateAsync(NewLease(), None);

        created.Metadata.Uid.Should().NotBeNull();
        _proxy.Requests.Should().HaveCount(3);
    }

    [Theory]
    [InlineData(503, null)]
    [InlineData(500, null)]
    [InlineData(500, 0)]
    [InlineData(504, 0)]
    public async Task A_write_that_a_server_may_have_done_is_not_asked_again(int status, int? retryAfter)
    {
        _proxy.Fail(_ => true, Faults.Status((HttpStatusCode)status, retryAfter: Seconds(retryAfter)), times: 1);

        var act = () => Connect().CreateAsync(NewLease(), None);

        (await act.Should().ThrowAsync<KubernetesException>()).Which.StatusCode.Should().Be((HttpStatusCode)status);
        _proxy.Requests.Should().ContainSingle();
    }

    [Fact]
    public async Task A_write_whose_answer_is_lost_is_not_asked_again()
    {
        var lease = NewLease();
        _proxy.Fail(_ => true, Faults.AnswerLost(), times: 1);

        var act = () => Connect().CreateAsync(lease, None);

        await act.Should().ThrowAsync<HttpRequestException>();
        _proxy.Requests.Should().ContainSingle();
        (await fixture.Admin.GetAsync<V1Lease>(EntityKey.Of(lease), None)).Should().NotBeNull();
    }

    [Theory]
    [InlineData(429, null)]
    [InlineData(503, null)]
    [InlineData(500, 0)]
    [InlineData(504, 0)]
    public async Task A_read_is_asked_again(int status, int? retryAfter)
    {
        _proxy.Fail(_ => true, Faults.Status((HttpStatusCode)status, retryAfter: Seconds(retryAfter)), times: 1);

        (await Connect().GetAsync<V1Lease>(Nothing, None)).Should().BeNull();

        _proxy.Requests.Should().HaveCount(2);
    }

    [Fact]
    public async Task Retry_After_is_kept()
    {
        _proxy.Fail(_ => true, Faults.Status(HttpStatusCode.TooManyRequests, retryAfter: Seconds(1)), times: 1);

        await Connect().GetAsync<V1Lease>(Nothing, None);

        (_proxy.Requests[1].At - _proxy.Requests[0].At).Should().BeGreaterThan(TimeSpan.FromSeconds(0.95));
    }

    [Fact]
    public async Task A_server_that_stays_busy_is_given_up_after_six_tries()
    {
        _proxy.Fail(_ => true, Faults.Status(HttpStatusCode.TooManyRequests, retryAfter: TimeSpan.Zero));

        var act = () => Connect().GetAsync<V1Lease>(Nothing, None);

        var thrown = (await act.Should().ThrowAsync<KubernetesException>()).Which;
        thrown.Status.Reason.Should().Be("TooManyRequests");
        _proxy.Requests.Should().HaveCount(6);
    }

    [Fact]
    public async Task A_long_wait_is_left_to_the_caller()
    {
        _proxy.Fail(_ => true, Faults.Status(HttpStatusCode.TooManyRequests, retryAfter: Seconds(60)));

        var act = () => Connect().GetAsync<V1Lease>(Nothing, None);

        (await act.Should().ThrowAsync<KubernetesException>()).Which.RetryAfter.Should().Be(Seconds(60));
        _proxy.Requests.Should().ContainSingle();
    }

    [Fact]
    public async Task A_proxys_own_page_becomes_a_refusal_with_its_text()
    {
        _proxy.Fail(
            _ => true,
            exchange => exchange.AnswerAsync(HttpStatusCode.BadGateway, "text/html", "<h1>upstream</h1>")
        );

        var act = () => Connect().GetAsync<V1Lease>(Nothing, None);

        var thrown = (await act.Should().ThrowAsync<KubernetesException>()).Which;
        thrown.StatusCode.Should().Be(HttpStatusCode.BadGateway);
        thrown.Message.Should().Be("API server answered 502 BadGateway: <h1>upstream</h1>");
    }

    [Fact]
    public async Task A_login_page_in_place_of_an_object_is_an_invalid_response()
    {
        _proxy.Fail(_ => true, exchange => exchange.AnswerAsync(HttpStatusCode.OK, "text/html", "<h1>Log in</h1>"));

        var act = () => Connect().GetAsync<V1Lease>(Nothing, None);

        var thrown = (await act.Should().ThrowAsync<HttpRequestException>()).Which;
        thrown.HttpRequestError.Should().Be(HttpRequestError.InvalidResponse);
        thrown.Message.Should().Contain($"GET {_proxy.Endpoint.AbsoluteUri.TrimEnd('/')}{Leases}/nothing");
    }

    [Fact]
    public async Task A_server_that_does_not_begin_to_answer_is_given_up()
    {
        _proxy.Fail(_ => true, Faults.Delay(TimeSpan.FromSeconds(30)));

        var act = () => Connect(TimeSpan.FromSeconds(1)).GetAsync<V1Lease>(Nothing, None);

        await act.Should().ThrowAsync<HttpRequestException>().WithMessage("GET *no answer within 1 s*");
    }

    [Fact]
    public async Task A_server_that_does_not_end_its_answer_is_given_up()
    {
        _proxy.Fail(_ => true, Faults.FreezeAfter(20));

        var act = () => Connect(TimeSpan.FromSeconds(1)).ListAsync<V1Lease>(new ListOptions(), None);

        await act.Should().ThrowAsync<HttpRequestException>().WithMessage("GET *no answer within 1 s*");
    }

    [Fact]
    public async Task A_watch_outlasts_the_timeout_of_requests()
    {
        var options = new WatchOptions { Namespace = "default", Timeout = TimeSpan.FromSeconds(7) };

        await foreach (var _ in Connect(TimeSpan.FromSeconds(4)).WatchAsync<Widget>(options, None)) { }

        _proxy.Requests.Should().ContainSingle().Which.IsWatch.Should().BeTrue();
    }

    [Fact]
    public async Task A_watch_that_breaks_is_an_IO_error()
    {
        var lease = await fixture.Admin.CreateAsync(NewLease(), None);
        var options = new WatchOptions { Namespace = "default", ResourceVersion = "0" };
        _proxy.Fail(
            request => request.IsWatch,
            async exchange =>
            {
                using var answer = await exchange.SendAsync();
                await exchange.CopyAsync(answer, 50);
                await Task.Delay(500); // So that the answer's head arrives before the end.
                exchange.Abort();
            }
        );

        var act = async () =>
        {
            await foreach (var _ in Connect().WatchAsync<V1Lease>(options, None)) { }
        };

        await act.Should().ThrowAsync<IOException>();
        await fixture.Admin.DeleteAsync<V1Lease>(EntityKey.Of(lease), None);
    }

    [Fact]
    public async Task A_watch_that_the_server_ends_with_an_error_throws_it()
    {
        _proxy.Fail(request => request.IsWatch, Faults.WatchExpired());

        var act = async () =>
        {
            await foreach (var _ in Connect().WatchAsync<V1Lease>(new WatchOptions(), None)) { }
        };

        (await act.Should().ThrowAsync<KubernetesException>()).Which.IsGone.Should().BeTrue();
    }

    [Fact]
    public async Task A_server_that_is_gone_is_a_request_error_and_its_return_needs_no_new_client()
    {
        var client = Connect();
        await client.GetAsync<V1Lease>(Nothing, None);
        await _proxy.RefuseConnectionsAsync();

        var act = () => client.GetAsync<V1Lease>(Nothing, None);

        await act.Should().ThrowAsync<HttpRequestException>();
        await _proxy.ListenAsync();
        (await client.GetAsync<V1Lease>(Nothing, None)).Should().BeNull();
    }

    [Fact]
    public async Task A_connection_that_is_dead_without_a_word_is_replaced_within_seconds()
    {
        var client = Connect();
        await client.GetAsync<V1Lease>(Nothing, None);
        _proxy.FreezeConnections();
        var start = TimeProvider.System.GetTimestamp();

        var act = () => client.GetAsync<V1Lease>(Nothing, None);

        await act.Should().ThrowAsync<HttpRequestException>();
        TimeProvider.System.GetElapsedTime(start).Should().BeLessThan(TimeSpan.FromSeconds(15));
        (await client.GetAsync<V1Lease>(Nothing, None)).Should().BeNull();
        _proxy.Requests.Should().HaveCount(2, "what the dead connection swallowed never arrived");
    }

    [Fact]
    public async Task Requests_keep_to_the_rate_that_was_promised()
    {
        var client = Connect(configure: options => (options.Qps, options.Burst) = (20, 5));

        await client.GetAsync<V1Lease>(Nothing, None); // Connects, which takes a while.

        await Task.WhenAll(Enumerable.Range(0, 25).Select(_ => client.GetAsync<V1Lease>(Nothing, None)));

        var times = _proxy.Requests.Skip(1).Select(request => request.At).Order().ToList();
        (times[^1] - times[0]).Should().BeGreaterThan(TimeSpan.FromSeconds(0.8));
        times.Should().HaveCount(25);
    }

    private static TimeSpan? Seconds(int? seconds) => seconds is { } s ? TimeSpan.FromSeconds(s) : null;

    private static V1Lease NewLease() =>
        new()
        {
            Metadata = new V1ObjectMeta { Name = $"l-{Guid.NewGuid():N}", NamespaceProperty = "default" },
        };

    private KubernetesClient Connect(TimeSpan? timeout = null, Action<KubernetesClientOptions>? configure = null)
    {
        var kubeconfig = _folder.Write(
            "config",
            File.ReadAllText(fixture.ControlPlane.KubeconfigPath)
                .Replace($":{fixture.ControlPlane.Server.Port}", $":{_proxy.Endpoint.Port}", StringComparison.Ordinal)
        );
        return fixture.Connect(options =>
        {
            options.Kubeconfig = kubeconfig;
            options.RequestTimeout = timeout ?? options.RequestTimeout;
            configure?.Invoke(options);
        });
    }
}
