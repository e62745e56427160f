using System.Security.Cryptography;
using BillingOperator.Kubernetes.Configuration;

namespace BillingOperator.Kubernetes.Tests.Configuration;

public sealed class ConfigurationLoaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, string> _variables = [];

    [Fact]
    public void An_explicit_file_goes_before_everything()
    {
        WriteKubeconfig("home/.kube/config", "home");
        _variables["KUBECONFIG"] = WriteKubeconfig("listed", "listed");
        GoIntoCluster("10.0.0.1");

        Load(WriteKubeconfig("explicit", "explicit")).CurrentContext.Should().Be("explicit");
        Load().CurrentContext.Should().Be("listed");
        _variables.Remove("KUBECONFIG");
        Load().CurrentContext.Should().Be("home");
        File.Delete(_folder.PathOf("home", ".kube", "config"));
        Load().CurrentContext.Should().Be("in-cluster");
    }

    [Fact]
    public void An_explicit_file_that_is_missing_is_a_fault()
    {
        GoIntoCluster("10.0.0.1");

        var act = () => Load(_folder.PathOf("nowhere"));

        act.Should().Throw<KubernetesConfigurationException>().WithMessage("*nowhere*no such kubeconfig*");
    }

    [Fact]
    public void Listed_files_that_are_missing_are_passed_over()
    {
        _variables["KUBECONFIG"] = string.Join(
            Path.PathSeparator,
            _folder.PathOf("nowhere"),
            "",
            WriteKubeconfig("second", "second"),
            WriteKubeconfig("third", "third")
        );

        Load().CurrentContext.Should().Be("second");
        Load(context: "third").CurrentContext.Should().Be("third");
    }

    [Fact]
    public void Where_there_is_nothing_the_fault_says_what_was_looked_for()
    {
        var act = () => Load();

        act.Should()
            .Throw<KubernetesConfigurationException>()
            .WithMessage($"*{_folder.PathOf("home", ".kube", "config")}*KUBECONFIG*");
    }

    [Theory]
    [InlineData("10.0.0.1", "https://10.0.0.1:6443/")]
    [InlineData("fd00::1", "https://[fd00::1]:6443/")]
    [InlineData("kubernetes.default.svc", "https://kubernetes.default.svc:6443/")]
    public void A_pod_finds_its_own_cluster(string host, string expected)
    {
        GoIntoCluster(host);

        var configuration = Load();

        configuration.Server.AbsoluteUri.Should().Be(expected);
        configuration.Namespace.Should().Be("billing");
        configuration.User.TokenFile.Should().Be(_folder.PathOf("pod", "token"));
        configuration.Cluster.CertificateAuthorities.Should().ContainSingle();
    }

    [Fact]
    public void A_pod_without_a_service_account_is_told_so()
    {
        GoIntoCluster("10.0.0.1");
        File.Delete(_folder.PathOf("pod", "ca.crt"));

        var act = () => Load();

        act.Should().Throw<KubernetesConfigurationException>().WithMessage("*ca.crt*automountServiceAccountToken*");
    }

    [Theory]
    [InlineData("ca.crt", "no certificate", "*ca.crt: holds no PEM certificate*")]
    [InlineData("ca.crt", "-----BEGIN CERTIFICATE-----\neA==\n-----END CERTIFICATE-----", "*service account*")]
    [InlineData("namespace", "A B", "*namespace: holds no name of a namespace*")]
    [InlineData("namespace", "", "*namespace: holds no name of a namespace*")]
    public void A_service_account_whose_files_hold_something_else_is_a_fault(string file, string content, string fault)
    {
        GoIntoCluster("10.0.0.1");
        _folder.Write($"pod/{file}", content);

        var act = () => Load();

        act.Should().Throw<KubernetesConfigurationException>().WithMessage(fault);
    }

    public void Dispose() => _folder.Dispose();

    private KubernetesClientConfiguration Load(string? kubeconfig = null, string? context = null) =>
        new ConfigurationLoader(
            new ConfigurationEnvironment
            {
                Variable = name => _variables.GetValueOrDefault(name),
                HomeDirectory = _folder.PathOf("home"),
                ServiceAccountDirectory = _folder.PathOf("pod"),
            }
        ).Load(kubeconfig, context);

    private string WriteKubeconfig(string path, string name) =>
        _folder.Write(
            path,
            $$"""
            current-context: {{name}}
            clusters: [{name: {{name}}, cluster: {server: "https://{{name}}"} }]
            contexts: [{name: {{name}}, context: {cluster: {{name}} } }]
            """
        );

    private void GoIntoCluster(string host)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var authority = Certificates.Request(key).SelfSigned();
        _variables["KUBERNETES_SERVICE_HOST"] = host;
        _variables["KUBERNETES_SERVICE_PORT"] = "6443";
        _folder.Write("pod/ca.crt", authority.ExportCertificatePem());
        _folder.Write("pod/token", "token");
        _folder.Write("pod/namespace", "billing\n");
    }
}
