using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using BillingOperator.Kubernetes.Client;
using BillingOperator.Kubernetes.Configuration;
using Microsoft.Extensions.Time.Testing;

namespace BillingOperator.Kubernetes.Tests.Authentication;

/// <summary>Who the client is, in the words of the API server's audit log.</summary>
[Collection(ControlPlaneTests.Name)]
public sealed class AuthenticationTests(ControlPlaneFixture fixture) : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new(new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task By_client_certificate_with_keys_of_every_form()
    {
        using var authority = fixture.ControlPlane.OpenCertificateAuthority();
        using var certificate = authority.IssueClient("jane", "system:masters");
        using var key = certificate.GetRSAPrivateKey()!;

        foreach (var pem in new[] { key.ExportRSAPrivateKeyPem(), key.ExportPkcs8PrivateKeyPem() })
        {
            _folder.Write("jane.crt", certificate.ExportCertificatePem());
            _folder.Write("jane.key", pem);
            await ShouldBeAsync("jane", Connect("{client-certificate: jane.crt, client-key: jane.key}"));
        }
    }

    [Fact]
    public async Task By_a_client_certificate_in_files_that_are_renewed()
    {
        using var authority = fixture.ControlPlane.OpenCertificateAuthority();
        using var old = authority.IssueClient("before", "system:masters");
        using var renewed = authority.IssueClient("after", "system:masters");
        WriteCertificate(old);
        var client = Connect("{client-certificate: it.crt, client-key: it.key}");
        await ShouldBeAsync("before", client);

        _folder.Write("it.crt", renewed.ExportCertificatePem());
        _time.Advance(TimeSpan.FromMinutes(1));
        await ShouldBeAsync("before", client, "the key of the new certificate is not written yet");
        WriteCertificate(renewed);
        await ShouldBeAsync("before", client, "the files were read a moment ago");
        _time.Advance(TimeSpan.FromMinutes(1));

        await ShouldBeAsync("after", client);
    }

    [Fact]
    public async Task Certificate_files_are_read_again_at_once_when_the_certificate_is_refused()
    {
        using var authority = fixture.ControlPlane.OpenCertificateAuthority();
        using var renewed = authority.IssueClient("renewed", "system:masters");
        using var key = RSA.Create(2048);
        using var unknown = Certificates.Request(key).SelfSigned();
        WriteCertificate(unknown);
        var client = Connect("{client-certificate: it.crt, client-key: it.key}");
        var act = () => fixture.AuditAsync(client);
        (await act.Should().ThrowAsync<KubernetesException>())
            .Which.StatusCode.Should()
            .Be(System.Net.HttpStatusCode.Unauthorized);

        WriteCertificate(renewed);

        await ShouldBeAsync("renewed", client);
    }

    [Fact]
    public async Task By_client_certificate_inline_with_an_elliptic_key()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = Issue(key, "CN=erna, O=system:masters");
        var chain = Certificates.Base64(certificate.ExportCertificatePem());

        foreach (var pem in new[] { key.ExportECPrivateKeyPem(), key.ExportPkcs8PrivateKeyPem() })
        {
            var user = $"{{client-certificate-data: {chain}, client-key-data: {Certificates.Base64(pem)}}}";
            await ShouldBeAsync("erna", Connect(user));
        }
    }

    [Fact]
    public async Task By_token() =>
        await ShouldBeAsync("admin", Connect($"{{token: {fixture.ControlPlane.AdminToken}}}"));

    [Fact]
    public async Task A_wrong_token_is_refused()
    {
        var act = () => fixture.AuditAsync(Connect("{token: wrong}"));

        var thrown = (await act.Should().ThrowAsync<KubernetesException>()).Which;
        thrown.StatusCode.Should().Be(System.Net.HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task By_a_token_file_that_is_rotated()
    {
        _folder.Write("token", await ServiceAccountTokenAsync("rotated-a"));
        var client = Connect("{tokenFile: token}");
        await ShouldBeAsync("system:serviceaccount:default:rotated-a", client);

        _folder.Write("token", await ServiceAccountTokenAsync("rotated-b"));
        await ShouldBeAsync("system:serviceaccount:default:rotated-a", client);
        _time.Advance(TimeSpan.FromMinutes(1));

        await ShouldBeAsync("system:serviceaccount:default:rotated-b", client);
    }

    [Fact]
    public async Task A_token_file_is_read_again_at_once_when_its_token_is_refused()
    {
        _folder.Write("token", "expired");
        var client = Connect("{tokenFile: token}");
        var refused = () => fixture.AuditAsync(client);
        await refused.Should().ThrowAsync<KubernetesException>();

        _folder.Write("token", fixture.ControlPlane.AdminToken);

        await ShouldBeAsync("admin", client);
    }

    [Fact]
    public async Task By_an_exec_plugin_whose_tokens_expire()
    {
        var expires = _time.GetUtcNow().AddMinutes(5).ToString("O");
        var client = Connect(Exec($"\"token\":\"'\"$(cat token)\"'\",\"expirationTimestamp\":\"{expires}\""));
        _folder.Write("token", await ServiceAccountTokenAsync("exec-a"));
        await ShouldBeAsync("system:serviceaccount:default:exec-a", client);

        _folder.Write("token", await ServiceAccountTokenAsync("exec-b"));
        await ShouldBeAsync("system:serviceaccount:default:exec-a", client);
        _time.Advance(TimeSpan.FromMinutes(5));

        await ShouldBeAsync("system:serviceaccount:default:exec-b", client);
        Runs().Should().Be(2);
    }

    [Fact]
    public async Task By_an_exec_plugin_whose_token_is_refused_and_then_replaced()
    {
        var client = Connect(Exec("\"token\":\"'\"$(cat token)\"'\""));
        _folder.Write("token", "revoked");
        var refused = () => fixture.AuditAsync(client);
        await refused.Should().ThrowAsync<KubernetesException>();
        Runs().Should().Be(2);

        _folder.Write("token", fixture.ControlPlane.AdminToken);

        await ShouldBeAsync("admin", client);
        Runs().Should().Be(3);
    }

    [Fact]
    public async Task By_an_exec_plugin_that_issues_client_certificates()
    {
        var client = Connect(
            Exec(
                "\"clientCertificateData\":\"'\"$(cat crt)\"'\",\"clientKeyData\":\"'\"$(cat key)\"'\",\"expirationTimestamp\":\"2026-11-30T12:05:00Z\""
            )
        );
        WriteCertificate("first");
        await ShouldBeAsync("first", client);

        WriteCertificate("second");
        _time.Advance(TimeSpan.FromMinutes(5));

        await ShouldBeAsync("second", client);
    }

    [Fact]
    public async Task As_somebody_else()
    {
        var audited = await fixture.AuditAsync(
            Connect(
                $"{{token: {fixture.ControlPlane.AdminToken}, as: jane, as-groups: [system:masters], as-user-extra: {{Scopes/a: [x]}}}}"
            )
        );

        audited["user"]!["username"]!.GetValue<string>().Should().Be("admin");
        var impersonated = audited["impersonatedUser"]!;
        impersonated["username"]!.GetValue<string>().Should().Be("jane");
        Strings(impersonated["groups"]!).Should().Contain("system:masters");
        Strings(impersonated["extra"]!["scopes/a"]!).Should().Equal("x");
    }

    [Fact]
    public async Task As_somebody_else_by_the_options_before_the_kubeconfig()
    {
        var kubeconfig = Kubeconfig($"{{token: {fixture.ControlPlane.AdminToken}, as: jane}}");
        var client = fixture.Connect(options =>
        {
            options.Kubeconfig = kubeconfig;
            options.Impersonation = new Impersonation { User = "joe", Group = "system:masters" };
        });

        var audited = await fixture.AuditAsync(client);

        audited["impersonatedUser"]!["username"]!.GetValue<string>().Should().Be("joe");
        audited["userAgent"]!.GetValue<string>().Should().MatchRegex("""^billing-operator/\d+\.\d+\.\d+$""");
    }

    [Fact]
    public async Task Inside_a_pod()
    {
        _folder.Write("token", await ServiceAccountTokenAsync("pod"));
        _folder.Write("ca.crt", await File.ReadAllTextAsync(fixture.ControlPlane.CertificateAuthorityFile));
        _folder.Write("namespace", "default");
        var server = fixture.ControlPlane.Server;
        var environment = new ConfigurationEnvironment
        {
            Variable = name =>
                name switch
                {
                    "KUBERNETES_SERVICE_HOST" => server.Host,
                    "KUBERNETES_SERVICE_PORT" => $"{server.Port}",
                    _ => null,
                },
            HomeDirectory = _folder.PathOf("home"),
            ServiceAccountDirectory = _folder.PathOf(),
        };

        var configuration = new ConfigurationLoader(environment).Load(null, null);

        await ShouldBeAsync("system:serviceaccount:default:pod", fixture.Connect(configuration: configuration));
    }

    [Fact]
    public async Task By_kubeconfigs_merged_from_folders_with_paths_of_their_own()
    {
        WriteCertificate("merged", "a/", inJson: false);
        _folder.Write("b/ca.crt", await File.ReadAllTextAsync(fixture.ControlPlane.CertificateAuthorityFile));
        var users = _folder.Write("a/config", "users: [{name: u, user: {client-certificate: ./crt, client-key: key}}]");
        var clusters = _folder.Write(
            "b/config",
            $$"""clusters: [{name: c, cluster: {server: "{{fixture.ControlPlane.Server}}", certificate-authority: ca.crt} }]"""
        );
        var contexts = _folder.Write(
            "c/config",
            "current-context: x\ncontexts: [{name: x, context: {cluster: c, user: u}}]"
        );
        var environment = new ConfigurationEnvironment
        {
            Variable = name => name == "KUBECONFIG" ? string.Join(Path.PathSeparator, users, clusters, contexts) : null,
        };

        var configuration = new ConfigurationLoader(environment).Load(null, null);

        await ShouldBeAsync("merged", fixture.Connect(configuration: configuration));
    }

    public void Dispose() => _folder.Dispose();

    private static IEnumerable<string> Strings(JsonNode array) =>
        array.AsArray().Select(item => item!.GetValue<string>());

    private async Task ShouldBeAsync(string user, KubernetesClient client, string because = "") =>
        (await fixture.AuditAsync(client))["user"]!["username"]!.GetValue<string>().Should().Be(user, because);

    private void WriteCertificate(X509Certificate2 certificate)
    {
        using var key = certificate.GetRSAPrivateKey()!;
        _folder.Write("it.crt", certificate.ExportCertificatePem());
        _folder.Write("it.key", key.ExportPkcs8PrivateKeyPem());
    }

    private KubernetesClient Connect(string user) =>
        fixture.Connect(configuration: KubernetesClientConfiguration.Load(Kubeconfig(user)), timeProvider: _time);

    private string Kubeconfig(string user) =>
        _folder.Write(
            "config",
            $$"""
            current-context: x
            contexts: [{name: x, context: {cluster: c, user: u} }]
            users: [{name: u, user: {{user}} }]
            clusters:
            - name: c
              cluster: {server: "{{fixture.ControlPlane.Server}}", certificate-authority: "{{fixture.ControlPlane.CertificateAuthorityFile}}"}
            """
        );

    /// <summary>A plugin that counts its runs and prints a status in which the shell fills in what is in files.</summary>
    private string Exec(string status)
    {
        var script = _folder.Write(
            "login",
            $$"""
            #!/bin/sh
            cd "$(dirname "$0")" && echo run >> runs
            printf '%s\n' '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{ {{status}} } }'
            """
        );
        return $"{{exec: {{apiVersion: client.authentication.k8s.io/v1, command: sh, args: ['{script}']}}}}";
    }

    private int Runs() => File.ReadAllLines(_folder.PathOf("runs")).Length;

    private void WriteCertificate(string user, string folder = "", bool inJson = true)
    {
        using var authority = fixture.ControlPlane.OpenCertificateAuthority();
        using var certificate = authority.IssueClient(user, "system:masters");
        using var key = certificate.GetRSAPrivateKey()!;
        _folder.Write($"{folder}crt", Encoded(certificate.ExportCertificatePem()));
        _folder.Write($"{folder}key", Encoded(key.ExportPkcs8PrivateKeyPem()));

        string Encoded(string pem) => inJson ? pem.Replace("\n", "\\n", StringComparison.Ordinal) : pem;
    }

    private async Task<string> ServiceAccountTokenAsync(string name)
    {
        await fixture.ControlPlane.ApplyAsync(
            $$"""
            apiVersion: v1
            kind: ServiceAccount
            metadata: {name: {{name}}, namespace: default}
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRoleBinding
            metadata: {name: "{{name}}"}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
            subjects: [{kind: ServiceAccount, name: {{name}}, namespace: default}]
            """
        );
        return await fixture.ControlPlane.ServiceAccountTokenAsync("default", name);
    }

    private X509Certificate2 Issue(ECDsa key, string subject)
    {
        var file = fixture.ControlPlane.CertificateAuthorityFile;
        using var issuer = X509Certificate2.CreateFromPemFile(file, Path.ChangeExtension(file, "key"));
        return Certificates.Request(key, subject).Create(issuer, issuer.NotBefore, issuer.NotAfter, [1, 2, 3, 4]);
    }
}
