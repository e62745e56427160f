using System.Text.Json.Nodes;
using BillingOperator.Api.Tests.Yaml;
using BillingOperator.TestEnvironment.Processes;

namespace BillingOperator.Api.Tests.Install;

/// <summary>A release from its first day to its last, with objects that live through it.</summary>
public abstract class LifecycleTests(HelmCluster cluster) : IDisposable
{
    private const string Release = "billing-operator";
    private const string Tenants = "files/crds/billing.pureconnect.io_tenants.yaml";
    private const string Purpose = "{.spec.versions[0].schema.openAPIV3Schema.properties.spec.properties.purpose.type}";

    private readonly DirectoryInfo _next = Directory.CreateTempSubdirectory("next-");

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing) => _next.Delete(recursive: true);

    [Fact]
    public async Task Objects_live_through_upgrade_rollback_and_uninstall()
    {
        await cluster.ForgetAsync(Release);
        await cluster.UpgradeOrInstallAsync(Release);
        await cluster.ControlPlane.CrdsEstablishedAsync();
        await cluster.ControlPlane.ApplyAsync(Manifests.Tenant("alive", "{}"));
        await cluster.ControlPlane.ApplyAsync(Manifests.Settings("alive", "{workloadIdentity: {}}"));
        await cluster.ControlPlane.ApplyAsync(Manifests.Event("alive", "{enabled: false}"));
        var born = await IdentitiesAsync();

        await cluster.UpgradeAsync(Release, await MakeNextChartAsync());
        (await KubectlAsync("crd/tenants.billing.pureconnect.io", Purpose)).Should().Be("string");
        (await VersionAsync()).Should().Be("9.9.9");

        await cluster.ControlPlane.HelmAsync("rollback", Release, "-n", "default");
        (await KubectlAsync("crd/tenants.billing.pureconnect.io", Purpose)).Should().BeEmpty();
        (await VersionAsync()).Should().NotBe("9.9.9");

        await cluster.ControlPlane.HelmAsync("uninstall", Release, "-n", "default");
        (await IdentitiesAsync()).Should().Be(born);
    }

    [Fact]
    public async Task What_values_declared_stays_when_an_upgrade_or_a_rollback_leaves_it_out()
    {
        string[] values =
        [
            "--set-json",
            """settings.spec={"s3":{"bucket":"kept"},"credentials":{"secretRef":{"name":"billing-s3"}}}""",
            "--set-json",
            """event.spec={"enabled":true}""",
            "--set",
            "credentials.accessKeyId=a,credentials.secretAccessKey=b",
        ];
        await cluster.ForgetAsync(Release);
        await cluster.UpgradeOrInstallAsync(Release);
        await cluster.ControlPlane.CrdsEstablishedAsync();
        await cluster.UpgradeOrInstallAsync(Release, values);
        var born = await DeclaredAsync();

        await cluster.UpgradeOrInstallAsync(Release, "--set", "replicas=3");
        (await DeclaredAsync()).Should().Be(born);
        await cluster.UpgradeOrInstallAsync(Release, values);
        (await DeclaredAsync()).Should().Be(born);
        await cluster.ControlPlane.HelmAsync("rollback", Release, "1", "-n", "default");
        (await DeclaredAsync()).Should().Be(born);

        await cluster.ControlPlane.KubectlAsync("label", "bev/pureconnect", "app.kubernetes.io/managed-by-");
        var again = () => cluster.UpgradeOrInstallAsync(Release, values);
        (await again.Should().ThrowAsync<CommandFailedException>())
            .Which.StandardError.Should()
            .Contain("this cluster has billingevent/pureconnect already")
            .And.Contain(
                "kubectl label --overwrite -n default billingevent/pureconnect app.kubernetes.io/managed-by=Helm"
            );
        await cluster.ControlPlane.KubectlAsync("delete", "bev/pureconnect", "bss/default", "secret/billing-s3");
    }

    [Fact]
    public async Task An_upgrade_that_would_delete_the_CRDs_is_refused()
    {
        await cluster.ForgetAsync(Release);
        await cluster.UpgradeOrInstallAsync(Release, "--set", "crds.keep=false");

        var upgrade = () => cluster.UpgradeOrInstallAsync(Release, "--set", "crds.install=false");

        (await upgrade.Should().ThrowAsync<CommandFailedException>())
            .Which.StandardError.Should()
            .Contain("crds.install: this upgrade would delete the CRDs");
    }

    private async Task<string> DeclaredAsync() =>
        await KubectlAsync("bss/default", "{.metadata.uid}")
        + await KubectlAsync("bev/pureconnect", "{.metadata.uid}{.spec.enabled}")
        + await KubectlAsync("secret/billing-s3", "{.metadata.uid}");

    // A later version: its number, and one more field in a CRD.
    private async Task<string> MakeNextChartAsync()
    {
        HelmCluster.CopyChart(_next.FullName);
        var chart = Path.Combine(_next.FullName, "Chart.yaml");
        var described = await File.ReadAllLinesAsync(chart);
        await File.WriteAllLinesAsync(
            chart,
            described.Select(line =>
                line.StartsWith("appVersion:", StringComparison.Ordinal) ? "appVersion: 9.9.9" : line
            )
        );
        var file = Path.Combine(_next.FullName, Tenants);
        var crd = YamlFile.Read(file);
        var spec = crd["spec"]!["versions"]![0]!["schema"]!["openAPIV3Schema"]!["properties"]!["spec"]!;
        spec["properties"]!["purpose"] = new JsonObject { ["type"] = "string" };
        await File.WriteAllTextAsync(file, crd.ToJsonString());
        return _next.FullName;
    }

    private Task<string> VersionAsync() =>
        KubectlAsync($"deploy/{Release}", "{.metadata.labels.app\\.kubernetes\\.io/version}");

    private async Task<string> IdentitiesAsync() =>
        await KubectlAsync("bten/alive", "{.metadata.uid}")
        + await KubectlAsync("bss/alive", "{.metadata.uid}")
        + await KubectlAsync("bev/alive", "{.metadata.uid}");

    private Task<string> KubectlAsync(string what, string path) =>
        cluster.ControlPlane.KubectlAsync("get", what, "-n", "default", "-o", $"jsonpath={path}");
}
