using BillingOperator.Kubernetes.Client;
using BillingOperator.Kubernetes.Configuration;
using BillingOperator.TestEnvironment;
using BillingOperator.TestEnvironment.Proxying;
using Microsoft.Extensions.DependencyInjection;

namespace BillingOperator.ControllerRuntime.Tests.Cluster;

/// <summary>A real control plane that many tests share, with the kind <see cref="Widget"/> in it.</summary>
public class ClusterFixture : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("runtime-tests-");
    private ServiceProvider? _services;

    public ControlPlane ControlPlane { get; private set; } = null!;

    /// <summary>The administrator's client, past all proxies.</summary>
    public IKubernetesClient Admin => _services!.GetRequiredService<IKubernetesClient>();

    /// <summary>The age of its servers.</summary>
    protected virtual ControlPlaneKind Kind => ControlPlaneKind.Modern;

    public async Task InitializeAsync()
    {
        ControlPlane = await ControlPlane.StartAsync(Kind);
        await ControlPlane.ApplyAsync(Widget.Crd);
        await ControlPlane.CrdsEstablishedAsync();
        var services = new ServiceCollection();
        AddClient(services, ControlPlane.Server);
        _services = services.BuildServiceProvider();
    }

    public async Task DisposeAsync()
    {
        if (_services is not null)
        {
            await _services.DisposeAsync();
        }

        await ControlPlane.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    /// <summary>A fresh namespace.</summary>
    public async Task<string> CreateNamespaceAsync()
    {
        var name = $"test-{Guid.NewGuid():N}";
        await ControlPlane.KubectlAsync("create", "namespace", name);
        return name;
    }

    /// <summary>Registers an administrator's client of the API server, or of a proxy in front of it.</summary>
    public void AddClient(IServiceCollection services, Uri server, Action<KubernetesClientOptions>? configure = null)
    {
        var kubeconfig = Path.Combine(_folder.FullName, $"{Guid.NewGuid():N}.kubeconfig");
        File.WriteAllText(
            kubeconfig,
            $$"""
            apiVersion: v1
            kind: Config
            current-context: test
            contexts: [{name: test, context: {cluster: test, user: admin} }]
            clusters: [{name: test, cluster: {server: "{{server.AbsoluteUri.TrimEnd(
                '/'
            )}}", certificate-authority: "{{ControlPlane.CertificateAuthorityFile}}"} }]
            users: [{name: admin, user: {token: "{{ControlPlane.AdminToken}}"} }]
            """
        );
        services.AddKubernetesClient(options =>
        {
            options.Kubeconfig = kubeconfig;
            options.TypeInfoResolvers.Add(WidgetJsonContext.Default);
            configure?.Invoke(options);
        });
    }

    /// <summary>A proxy in front of the API server.</summary>
    public Task<FaultProxy> StartProxyAsync() => FaultProxy.StartAsync(ControlPlane);
}
