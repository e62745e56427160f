using System.Text.Json.Nodes;
using BillingOperator.Api.Tests.Yaml;
using BillingOperator.TestEnvironment;
using BillingOperator.TestEnvironment.Processes;

namespace BillingOperator.Api.Tests.Install;

/// <summary>A real API server for the chart, and the real Helm.</summary>
public class HelmCluster : IAsyncLifetime
{
    /// <summary>What an API server that does not know CEL rules needs of Helm 4.</summary>
    private static readonly string[] Lenient = ["--server-side=false", "--disable-openapi-validation"];

    private ControlPlane? _controlPlane;

    public static string Chart => Repository.PathOf("charts", "billing-operator");

    public ControlPlane ControlPlane => _controlPlane!;

    /// <summary>The age of its servers.</summary>
    protected virtual ControlPlaneKind Kind => ControlPlaneKind.Modern;

    public async Task InitializeAsync()
    {
        _controlPlane = await ControlPlane.StartAsync(Kind);
    }

    public async Task DisposeAsync() => await ControlPlane.DisposeAsync();

    /// <summary>Copies the chart into a folder, which is made.</summary>
    public static void CopyChart(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(Chart, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(folder, Path.GetRelativePath(Chart, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    public Task<string> UpgradeOrInstallAsync(string release, params string[] more) =>
        UpgradeOrInstallInAsync("default", release, more);

    public Task<string> UpgradeOrInstallInAsync(string @namespace, string release, params string[] more) =>
        ControlPlane.HelmAsync([
            "upgrade",
            release,
            Chart,
            "--install",
            "--create-namespace",
            "-n",
            @namespace,
            .. Lenient,
            .. more,
        ]);

    /// <summary>Upgrades a release to another chart than this project's.</summary>
    public Task<string> UpgradeAsync(string release, string chart) =>
        ControlPlane.HelmAsync(["upgrade", release, chart, "-n", "default", .. Lenient]);

    /// <summary>What the chart renders as release <c>billing-operator</c>, without asking a cluster.</summary>
    public async Task<IReadOnlyList<JsonObject>> RenderAsync(params string[] more) =>
        YamlFile.Parse(await ControlPlane.HelmAsync(["template", "billing-operator", Chart, .. more]));

    /// <summary>Why the chart does not render with these values.</summary>
    public async Task<string> RefusalAsync(params string[] more)
    {
        var render = () => RenderAsync(more);
        return (await render.Should().ThrowAsync<CommandFailedException>()).Which.StandardError;
    }

    /// <summary>Applies or deletes a kustomization of <c>config</c>.</summary>
    public Task<string> KustomizeAsync(string verb, string flag, params string[] folder) =>
        ControlPlane.KubectlAsync(verb, flag, "-k", Repository.PathOf(["config", .. folder]));

    /// <summary>Removes a release and all that it leaves, the CRDs too.</summary>
    public async Task ForgetAsync(string release)
    {
        await ControlPlane.HelmAsync("uninstall", release, "-n", "default", "--ignore-not-found");
        await KustomizeAsync("delete", "--ignore-not-found", "crd");
        await KustomizeAsync("delete", "--ignore-not-found", "rbac", "people");
    }
}
