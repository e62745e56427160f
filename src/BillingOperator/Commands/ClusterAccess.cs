using BillingOperator.Kubernetes.Client;
using BillingOperator.Kubernetes.Configuration;

namespace BillingOperator.Commands;

/// <summary>A cluster, seen with the rights of whoever runs the program.</summary>
internal sealed class ClusterAccess : IDisposable
{
    private readonly ServiceProvider _services;

    private ClusterAccess(ServiceProvider services)
    {
        _services = services;
        Configuration = services.GetRequiredService<KubernetesClientConfiguration>();
        Client = services.GetRequiredService<IKubernetesClient>();
    }

    /// <summary>The way to it.</summary>
    public KubernetesClientConfiguration Configuration { get; }

    /// <summary>The client.</summary>
    public IKubernetesClient Client { get; }

    /// <summary>Finds the cluster; connects with the first request.</summary>
    /// <exception cref="KubernetesConfigurationException">There is no usable kubeconfig.</exception>
    public static ClusterAccess Open(Action<KubernetesClientOptions> configure) =>
        new(new ServiceCollection().AddKubernetesClient(configure).BuildServiceProvider());

    /// <summary>
    /// What keeps somebody from seeing something, in a sentence; <see langword="null"/> where it is no failure of the
    /// cluster or of the way to it.
    /// </summary>
    public static string? Explain(Exception failure) =>
        failure switch
        {
            KubernetesException { StatusCode: System.Net.HttpStatusCode.Unauthorized } =>
                "the API server does not know you (401): log in again, or name another --context",
            KubernetesException refusal => refusal.Status.Message ?? refusal.Message,
            HttpRequestException or IOException or TimeoutException =>
                $"the API server cannot be reached: {(failure.InnerException ?? failure).Message}",
            _ => null,
        };

    /// <inheritdoc/>
    public void Dispose() => _services.Dispose();
}
