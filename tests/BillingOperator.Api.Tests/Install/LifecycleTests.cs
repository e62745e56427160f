using System.Text.Json.Nodes;
using BillingOperator.Api.Tests.Yaml;

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
