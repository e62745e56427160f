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

    /// <summary>Whether a failure is one of the way to the API server, so that nothing else can be read either.</summary>
    public static bool IsUnreachable(Exception failure) =>
        failure is HttpRequestException or IOException or TimeoutException;

    /// <summary>
    /// What keeps somebody from seeing something, in a sentence; <see langword="null"/> where it is no failure of the
    /// cluster or of the way to it.
    /// </summary>
    public string? Explain(Exception failure) =>
        failure switch
        {
            KubernetesException { StatusCode: System.Net.HttpStatusCode.Unauthorized } =>
                "the API server does not know you (401): log in again, or name another --context",
            KubernetesException refusal => refusal.Status.Message ?? refusal.Message,
            _ when IsUnreachable(failure) => $"the API server {Configuration.Server} cannot be reached: "
                + $"{(failure.InnerException ?? failure).Message.TrimEnd('.')}. Check the network, or name another --context",
            _ => null,
        };

    /// <inheritdoc/>
    public void Dispose() => _services.Dispose();
}
