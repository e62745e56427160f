using BillingOperator.TestEnvironment;
using BillingOperator.TestEnvironment.Processes;

namespace BillingOperator.Api.Tests.Install;

/// <summary>A real API server for the chart, and the real Helm.</summary>
public sealed class HelmCluster : IAsyncLifetime
{
    /// <summary>What an API server that does not know CEL rules needs of Helm 4.</summary>
    private static readonly string[] Lenient = ["--server-side=false", "--disable-openapi-validation"];

    private ControlPlane? _controlPlane;

    public static string Chart => Repository.PathOf("charts", "billing-operator");

    public ControlPlane ControlPlane => _controlPlane!;

    public async Task InitializeAsync()
    {
        _controlPlane = await ControlPlane.StartAsync();
    }

    public async Task DisposeAsync() => await ControlPlane.DisposeAsync();

    public Task<string> UpgradeOrInstallAsync(string release, params string[] more) =>
        ControlPlane.HelmAsync(["upgrade", release, Chart, "--install", "-n", "default", .. Lenient, .. more]);
}
