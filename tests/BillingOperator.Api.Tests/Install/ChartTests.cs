using System.Text.Json.Nodes;
using BillingOperator.Api.Tests.Schemas;
using BillingOperator.Api.Tests.Yaml;
using BillingOperator.TestEnvironment.Processes;

namespace BillingOperator.Api.Tests.Install;

[Collection(HelmClusterCollection.Name)]
public sealed class ChartTests(HelmCluster cluster)
{
    private static readonly string Values = Repository.PathOf("charts", "billing-operator", "ci");

    public static TheoryData<string> ValueFiles =>
        [.. Directory.EnumerateFiles(Values).Select(f => Path.GetFileName(f)!)];

    [Fact]
    public void The_chart_has_the_CRDs_of_config()
    {
        var copies = Directory.EnumerateFiles(Path.Combine(HelmCluster.Chart, "files", "crds")).ToList();

        copies.Select(Path.GetFileName).Should().BeEquivalentTo(Crd.All.Select(crd => crd.File));
        foreach (var copy in copies)
        {
            File.ReadAllText(copy)
                .Should()
                .Be(
                    File.ReadAllText(Path.Combine(Crd.Folder, Path.GetFileName(copy))),
                    "cp config/crd/billing*.yaml charts/billing-operator/files/crds/ brings them up to date"
                );
        }
    }

    [Theory]
    [MemberData(nameof(ValueFiles))]
    public async Task The_chart_passes_lint_and_renders(string values)
    {
        var file = Path.Combine(Values, values);

        await cluster.ControlPlane.HelmAsync("lint", "--strict", HelmCluster.Chart, "-f", file);
        var rendered = await cluster.ControlPlane.HelmAsync("template", "release", HelmCluster.Chart, "-f", file);

        YamlFile.Parse(rendered).Should().Contain(manifest => (string?)manifest["kind"] == "Deployment");
    }

    [Fact]
    public async Task The_chart_grants_the_rights_of_config()
    {
        var rendered = YamlFile.Parse(
            await cluster.ControlPlane.HelmAsync("template", "billing-operator", HelmCluster.Chart)
        );
        var configured = YamlFile.Parse(
            await cluster.ControlPlane.KubectlAsync("kustomize", Repository.PathOf("config", "rbac"))
        );

        Rules(rendered).Should().BeEquivalentTo(Rules(configured)).And.HaveCount(5);
    }

    [Fact]
    public async Task What_stays_after_an_uninstall_is_left_by_Flux_and_Argo_CD_too()
    {
        var setup = YamlFile.Parse(
            await cluster.ControlPlane.KubectlAsync("kustomize", Repository.PathOf("config", "setup"))
        );

        setup.Should().HaveCount(7);
        foreach (var manifest in setup)
        {
            var annotations = manifest["metadata"]!["annotations"]!;
            ((string?)annotations["kustomize.toolkit.fluxcd.io/prune"]).Should().Be("disabled");
            ((string?)annotations["argocd.argoproj.io/sync-options"]).Should().Be("Prune=false,Delete=false");
        }
    }

    [Fact]
    public async Task The_chart_runs_the_pod_of_config()
    {
        var rendered = YamlFile.Parse(
            await cluster.ControlPlane.HelmAsync("template", "billing-operator", HelmCluster.Chart)
        );
        var configured = YamlFile.Parse(
            await cluster.ControlPlane.KubectlAsync("kustomize", Repository.PathOf("config", "manager"))
        );

        string[] same =
        [
            "ports",
            "env",
            "startupProbe",
            "livenessProbe",
            "readinessProbe",
            "resources",
            "securityContext",
            "image",
        ];
        foreach (var part in same)
        {
            JsonNode.DeepEquals(Container(rendered)[part], Container(configured)[part]).Should().BeTrue(part);
        }
    }

    [Fact]
    public async Task A_release_is_installed_and_upgraded_and_leaves_CRDs_and_tenants_behind()
    {
        await cluster.UpgradeOrInstallAsync("billing-operator");
        await cluster.ControlPlane.CrdsEstablishedAsync();
        await cluster.ControlPlane.ApplyAsync(Manifests.Tenant("stays", "{}"));
        await cluster.UpgradeOrInstallAsync("billing-operator", "--set", "replicas=3");
        var replicas = await cluster.ControlPlane.KubectlAsync(
            "get",
            "deploy",
            "billing-operator",
            "-n",
            "default",
            "-o",
            "jsonpath={.spec.replicas}"
        );
        await cluster.ControlPlane.HelmAsync("uninstall", "billing-operator", "-n", "default");
        var tenants = await cluster.ControlPlane.KubectlAsync("get", "tenants/stays", "-n", "default", "-o", "name");
        await cluster.UpgradeOrInstallAsync("billing-operator");

        replicas.Should().Be("3");
        tenants.Trim().Should().Be("tenant.billing.pureconnect.io/stays");
    }

    private static Dictionary<string, string> Rules(IEnumerable<JsonObject> manifests) =>
        manifests
            .Where(manifest => (string?)manifest["kind"] is "Role" or "ClusterRole")
            .ToDictionary(
                manifest => $"{manifest["kind"]} {manifest["metadata"]!["name"]}",
                manifest => string.Join("; ", manifest["rules"]!.AsArray().Select(rule => Describe(rule!)))
            );

    private static string Describe(JsonNode rule) =>
        $"{rule["apiGroups"]} {rule["resources"]} {rule["resourceNames"]} {rule["verbs"]}";

    private static JsonNode Container(IEnumerable<JsonObject> manifests) =>
        manifests.Single(manifest => (string?)manifest["kind"] == "Deployment")["spec"]!["template"]!["spec"]![
            "containers"
        ]![0]!;
}
