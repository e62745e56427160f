using System.Security.Cryptography.X509Certificates;

namespace BillingOperator.TestEnvironment.Tests;

[Collection(ControlPlaneCollection.Name)]
public sealed class ControlPlaneTests(ControlPlaneFixture fixture)
{
    private readonly ControlPlane _controlPlane = fixture.ControlPlane;

    [Fact]
    public async Task Objects_survive_a_compaction_and_restarts_of_both_servers()
    {
        await _controlPlane.KubectlAsync("create", "configmap", "kept", "-n", "default");

        await _controlPlane.CompactAsync();
        await _controlPlane.StopEtcdAsync();
        await _controlPlane.StartEtcdAsync();
        await _controlPlane.RestartApiServerAsync();

        var name = await _controlPlane.KubectlAsync("get", "configmap", "kept", "-n", "default", "-o", "name");
        name.Trim().Should().Be("configmap/kept");
    }

    [Fact]
    public async Task Service_account_token_is_that_accounts()
    {
        await _controlPlane.KubectlAsync("create", "serviceaccount", "biller", "-n", "default");

        var token = await _controlPlane.ServiceAccountTokenAsync("default", "biller");

        var refusal = () => _controlPlane.KubectlAsync("get", "nodes", $"--token={token}");
        (await refusal.Should().ThrowAsync<Exception>()).WithMessage("*system:serviceaccount:default:biller*");
    }

    [Fact]
    public async Task Issued_client_certificate_authenticates_its_user()
    {
        using var authority = _controlPlane.OpenCertificateAuthority();
        using var certificate = authority.IssueClient("ada", "auditors");
        using var root = X509CertificateLoader.LoadCertificateFromFile(_controlPlane.CertificateAuthorityFile);
        using var handler = new SocketsHttpHandler();
        handler.SslOptions.ClientCertificates = [certificate];
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            CustomTrustStore = { root },
            RevocationMode = X509RevocationMode.NoCheck,
        };
        using var client = new HttpClient(handler) { BaseAddress = _controlPlane.Server };

        using var response = await client.GetAsync(new Uri("/api/v1/nodes", UriKind.Relative));

        (await response.Content.ReadAsStringAsync()).Should().Contain("User \\\"ada\\\" cannot list");
    }
}
