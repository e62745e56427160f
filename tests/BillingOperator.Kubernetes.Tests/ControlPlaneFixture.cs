using System.Text.Json.Nodes;
using BillingOperator.Kubernetes.Client;
using BillingOperator.Kubernetes.Configuration;
using BillingOperator.Kubernetes.Entities;
using BillingOperator.TestEnvironment;
using k8s.Models;
using Microsoft.Extensions.DependencyInjection;

namespace BillingOperator.Kubernetes.Tests;

/// <summary>One real control plane for the assembly, with the kind <c>Widget</c> in it.</summary>
public sealed class ControlPlaneFixture : IAsyncLifetime
{
    private readonly List<ServiceProvider> _providers = [];
    private KubernetesClient? _admin;

    public ControlPlane ControlPlane { get; private set; } = null!;

    public KubernetesClient Admin => _admin ??= Connect(options => options.Kubeconfig = ControlPlane.KubeconfigPath);

    public async Task InitializeAsync()
    {
        ControlPlane = await ControlPlane.StartAsync();
        await ControlPlane.ApplyAsync(Widget.Crd);
        await ControlPlane.CrdsEstablishedAsync();
    }

    public async Task DisposeAsync()
    {
        foreach (var provider in _providers)
        {
            await provider.DisposeAsync();
        }

        await ControlPlane.DisposeAsync();
    }

    /// <summary>A client by its options, or by a configuration that is already there.</summary>
    public KubernetesClient Connect(
        Action<KubernetesClientOptions>? configure = null,
        KubernetesClientConfiguration? configuration = null,
        TimeProvider? timeProvider = null
    )
    {
        var services = new ServiceCollection();
        if (configuration is not null)
        {
            services.AddSingleton(configuration);
        }

        services.AddSingleton(timeProvider ?? TimeProvider.System);
        services.AddKubernetesClient(options =>
        {
            options.TypeInfoResolvers.Add(WidgetJsonContext.Default);
            configure?.Invoke(options);
        });
        var provider = services.BuildServiceProvider();
        _providers.Add(provider);
        return (KubernetesClient)provider.GetRequiredService<IKubernetesClient>();
    }

    /// <summary>A fresh namespace.</summary>
    public async Task<string> CreateNamespaceAsync()
    {
        var name = $"test-{Guid.NewGuid():N}";
        await ControlPlane.KubectlAsync("create", "namespace", name);
        return name;
    }

    /// <summary>Sends a request, and returns what the server's audit log says of it.</summary>
    public async Task<JsonNode> AuditAsync(IKubernetesClient client)
    {
        var key = new EntityKey("default", $"audited-{Guid.NewGuid():N}");
        (await client.GetAsync<V1Secret>(key, CancellationToken.None)).Should().BeNull();
        var lines = await File.ReadAllLinesAsync(ControlPlane.AuditLogPath);
        // The last one, as a request may have been refused and sent again.
        return JsonNode.Parse(lines.Last(line => line.Contains(key.Name, StringComparison.Ordinal)))!;
    }
}
