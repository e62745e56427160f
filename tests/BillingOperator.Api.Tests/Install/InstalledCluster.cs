using System.Text.Json;
using System.Text.Json.Nodes;
using BillingOperator.Api.Serialization;
using BillingOperator.TestEnvironment;
using BillingOperator.TestEnvironment.Processes;

namespace BillingOperator.Api.Tests.Install;

/// <summary>A real API server on which <c>config/setup</c>, <c>config/default</c> and <c>config/samples</c> are applied.</summary>
public class InstalledCluster : IAsyncLifetime
{
    private ControlPlane? _controlPlane;

    public ControlPlane ControlPlane => _controlPlane!;

    /// <summary>Whether the API server knows CEL rules (1.25 and newer). An older one drops them from the CRDs.</summary>
    public bool KnowsRules { get; private set; }

    /// <summary>The age of its servers.</summary>
    protected virtual ControlPlaneKind Kind => ControlPlaneKind.Modern;

    public async Task InitializeAsync()
    {
        _controlPlane = await ControlPlane.StartAsync(Kind);
        await ControlPlane.InstallCrdsAsync();
        await ApplyFolderAsync("setup");
        await ApplyFolderAsync("default");
        KnowsRules = await ControlPlane.KnowsRulesAsync();
    }

    public async Task DisposeAsync() => await ControlPlane.DisposeAsync();

    public Task<string> ApplyFolderAsync(string folder) =>
        ControlPlane.KubectlAsync("apply", "--validate=false", "-k", Repository.PathOf("config", folder));

    /// <summary>What the API server keeps of a status, written through the subresource.</summary>
    public async Task<T> WriteStatusAsync<T>(string resource, string name, T status)
    {
        var patch = new JsonObject
        {
            ["status"] = JsonSerializer.SerializeToNode(status, BillingJsonContext.Default.Options),
        };
        var json = await ControlPlane.KubectlAsync([
            "patch",
            resource,
            name,
            "-n",
            "default",
            "--subresource=status",
            "--type=merge",
            "-p",
            patch.ToJsonString(),
            "-o",
            "json",
        ]);
        return JsonNode.Parse(json)!["status"].Deserialize<T>(BillingJsonContext.Default.Options)!;
    }
}
