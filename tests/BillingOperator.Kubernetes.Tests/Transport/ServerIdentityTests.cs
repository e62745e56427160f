using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using BillingOperator.Kubernetes.Configuration;
using BillingOperator.Kubernetes.Entities;
using BillingOperator.TestEnvironment.Proxying;
using k8s.Models;

namespace BillingOperator.Kubernetes.Tests.Transport;

/// <summary>
/// Whom the client takes for the API server. The server's certificate is for 127.0.0.1, localhost and
/// kubernetes.default.svc; a proxy leads every other address to the same server.
/// </summary>
[Collection(ControlPlaneTests.Name)]
public sealed class ServerIdentityTests(ControlPlaneFixture fixture) : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private ForwardProxy? _proxy;

    private ForwardProxy Proxy => _proxy ??= new ForwardProxy(fixture.ControlPlane.Server, "jane", "p@ss");

    private string Authority => $"certificate-authority: '{fixture.ControlPlane.CertificateAuthorityFile}'";

    [Fact]
    public async Task Requests_go_through_the_proxy_of_proxy_url_with_its_password()
    {
        await ReadAsync(Proxied("127.0.0.1", Authority));

        Proxy.Targets.Should().Contain($"127.0.0.1:{fixture.ControlPlane.Server.Port}");
    }

    [Fact]
    public async Task A_proxy_that_refuses_is_named_in_the_error_without_its_password()
    {
        var wrong = $"proxy-url: 'http://jane:wrong-p%40ss@127.0.0.1:{Proxy.Port}'";
        var kubeconfig = Kubeconfig("127.0.0.1", [wrong, Authority]);

        var act = () => ReadAsync(kubeconfig);

        var error = (await act.Should().ThrowAsync<HttpRequestException>()).Which;
        error.ToString().Should().Contain($"127.0.0.1:{Proxy.Port}").And.NotContain("wrong-p");
    }

    [Fact]
    public async Task A_certificate_for_another_host_is_refused_although_its_authority_is_trusted()
    {
        var act = () => ReadAsync(Proxied("api.example", Authority));

        await act.Should()
            .ThrowAsync<HttpRequestException>()
            .WithMessage("*is for localhost*127.0.0.1*, and not for api.example*tls-server-name*");
        Proxy.Targets.Should().NotBeEmpty();
    }

    [Fact]
    public async Task With_tls_server_name_the_certificate_is_checked_for_that_name()
    {
        await ReadAsync(Proxied("api.example", Authority, "tls-server-name: kubernetes.default.svc"));

        var wrong = () => ReadAsync(Proxied("127.0.0.1", Authority, "tls-server-name: api.example"));
        await wrong.Should().ThrowAsync<HttpRequestException>().WithMessage("*and not for api.example*");
    }

    [Fact]
    public async Task An_authority_that_is_not_named_is_not_trusted()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var other = Certificates.Request(key, "CN=test-ca").SelfSigned();
        var pem = Certificates.Base64(other.ExportCertificatePem());

        var another = () => ReadAsync(Direct($"certificate-authority-data: {pem}"));
        var system = () => ReadAsync(Direct());

        await another
            .Should()
            .ThrowAsync<HttpRequestException>()
            .WithMessage("*authority*not trusted: certificate-authority-data of *config does not hold it*");
        await system
            .Should()
            .ThrowAsync<HttpRequestException>()
            .WithMessage("*authority*not trusted: the authorities of the system do not hold it*");
    }

    [Theory]
    [InlineData(-2, -1, "expired at *renew it on the server")]
    [InlineData(1, 2, "is not valid before *the clock of this machine")]
    public async Task A_certificate_that_is_out_of_date_is_told_with_its_date(int from, int to, string fault)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = TimeProvider.System.GetUtcNow();
        var request = Certificates.Request(key, "CN=late");
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var late = request.CreateSelfSigned(now.AddDays(from), now.AddDays(to));
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var kubeconfig = _folder.Write("ca.crt", late.ExportCertificatePem());

        var act = () =>
            ReadAsync(
                Kubeconfig(
                    "127.0.0.1",
                    [$"certificate-authority: {kubeconfig}"],
                    ((IPEndPoint)listener.LocalEndpoint).Port
                )
            );

        await Task.WhenAll(
            ServeUntilHungUpAsync(listener, late),
            act.Should()
                .ThrowAsync<HttpRequestException>()
                .WithMessage($"https://127.0.0.1:*no secure connection: its certificate (CN=late) {fault}*")
        );
    }

    [Fact]
    public async Task With_insecure_skip_tls_verify_any_certificate_will_do()
    {
        await ReadAsync(Direct("insecure-skip-tls-verify: true"));
        await ReadAsync(Proxied("api.example", "insecure-skip-tls-verify: true"));
    }

    [Fact]
    public async Task A_bundle_may_hold_several_authorities()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var other = Certificates.Request(key, "CN=other").SelfSigned();
        var bundle =
            other.ExportCertificatePem()
            + "\n"
            + await File.ReadAllTextAsync(fixture.ControlPlane.CertificateAuthorityFile);

        await ReadAsync(Direct($"certificate-authority-data: {Certificates.Base64(bundle)}"));
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_proxy is not null)
        {
            await _proxy.DisposeAsync();
        }
    }

    public void Dispose() => _folder.Dispose();

    private string Direct(params string[] cluster) => Kubeconfig("127.0.0.1", cluster);

    private string Proxied(string host, params string[] cluster) =>
        Kubeconfig(host, [$"proxy-url: 'http://jane:p%40ss@127.0.0.1:{Proxy.Port}'", .. cluster]);

    private static async Task ServeUntilHungUpAsync(TcpListener listener, X509Certificate2 certificate)
    {
        using var connection = await listener.AcceptTcpClientAsync();
        await using var tls = new SslStream(connection.GetStream());
        var serve = async () =>
        {
            await tls.AuthenticateAsServerAsync(certificate);
            await tls.ReadExactlyAsync(new byte[1024]);
        };
        await serve.Should().ThrowAsync<Exception>("the client hangs up");
    }

    private string Kubeconfig(string host, string[] cluster, int? port = null) =>
        _folder.Write(
            "config",
            $$"""
            current-context: x
            contexts: [{name: x, context: {cluster: c, user: u} }]
            users: [{name: u, user: {token: {{fixture.ControlPlane.AdminToken}} } }]
            clusters:
            - name: c
              cluster: {server: 'https://{{host}}:{{port ?? fixture.ControlPlane.Server.Port}}', {{string.Join(
                ", ",
                cluster
            )}} }
            """
        );

    private async Task ReadAsync(string kubeconfig)
    {
        var client = fixture.Connect(configuration: KubernetesClientConfiguration.Load(kubeconfig));
        var key = new EntityKey("default", "nothing");
        (await client.GetAsync<V1Lease>(key, CancellationToken.None)).Should().BeNull();
    }
}
