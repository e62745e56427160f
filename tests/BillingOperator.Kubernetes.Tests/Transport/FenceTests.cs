using System.Net;
using BillingOperator.Kubernetes.Client;
using BillingOperator.Kubernetes.Configuration;
using BillingOperator.Kubernetes.Entities;
using BillingOperator.TestEnvironment.Proxying;
using k8s.Models;

namespace BillingOperator.Kubernetes.Tests.Transport;

/// <summary>A client that is told in the middle of its requests that it may not send any more.</summary>
[Collection(ControlPlaneTests.Name)]
public sealed class FenceTests(ControlPlaneFixture fixture) : IAsyncLifetime, IDisposable
{
    private static readonly EntityKey Nothing = new("default", "nothing");
    private readonly TemporaryFolder _folder = new();
    private FaultProxy _proxy = null!;
    private volatile bool _maySend = true;

    public async Task InitializeAsync() => _proxy = await FaultProxy.StartAsync(fixture.ControlPlane);

    public async Task DisposeAsync() => await _proxy.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_request_on_an_open_connection_is_not_sent()
    {
        var client = Connect();
        await ReadAsync(client);

        _maySend = false;

        await client.Awaiting(ReadAsync).Should().ThrowAsync<HttpRequestException>();
        _proxy.Requests.Should().ContainSingle();
    }

    [Fact]
    public async Task A_request_that_waits_for_its_turn_is_not_sent_when_it_comes()
    {
        var client = Connect(qps: 1);
        await ReadAsync(client); // Connects, which takes a while.
        await ReadAsync(client);
        var waiting = ReadAsync(client);

        _maySend = false;

        await FluentActions.Awaiting(() => waiting).Should().ThrowAsync<HttpRequestException>();
        _proxy.Requests.Should().HaveCount(2);
    }

    [Fact]
    public async Task A_request_that_a_busy_server_sent_away_is_not_sent_again()
    {
        var client = Connect();
        using var busy = _proxy.Fail(
            _ => true,
            exchange =>
            {
                _maySend = false;
                return Faults.Status(HttpStatusCode.TooManyRequests, retryAfter: TimeSpan.Zero)(exchange);
            }
        );

        await client.Awaiting(ReadAsync).Should().ThrowAsync<HttpRequestException>();

        _proxy.Requests.Should().ContainSingle();
    }

    [Fact]
    public async Task Through_a_proxy_it_is_the_same()
    {
        await using var proxy = new ForwardProxy(_proxy.Endpoint, "jane", "secret");
        var client = Connect($", proxy-url: 'http://jane:secret@127.0.0.1:{proxy.Port}'");
        await ReadAsync(client);

        _maySend = false;

        await client.Awaiting(ReadAsync).Should().ThrowAsync<HttpRequestException>();
        proxy.Targets.Should().NotBeEmpty();
        _proxy.Requests.Should().ContainSingle();
    }

    private static async Task ReadAsync(KubernetesClient client) =>
        (await client.GetAsync<V1Lease>(Nothing, CancellationToken.None)).Should().BeNull();

    private KubernetesClient Connect(string more = "", double? qps = null)
    {
        var kubeconfig = _folder.Write(
            "config",
            $$"""
            current-context: x
            contexts: [{name: x, context: {cluster: c, user: u} }]
            users: [{name: u, user: {token: {{fixture.ControlPlane.AdminToken}} } }]
            clusters:
            - name: c
              cluster: {server: '{{_proxy.Endpoint}}', certificate-authority: '{{fixture
                .ControlPlane
                .CertificateAuthorityFile}}' {{more}} }
            """
        );
        return fixture.Connect(
            options =>
            {
                options.MaySend = () => _maySend;
                options.Qps = qps;
                options.Burst = 1;
            },
            KubernetesClientConfiguration.Load(kubeconfig)
        );
    }
}
