namespace BillingOperator.Kubernetes.Configuration;

/// <summary>The way to one API server, as one user. Immutable; printing it shows no secret.</summary>
public sealed record KubernetesClientConfiguration
{
    internal KubernetesClientConfiguration(
        string currentContext,
        string? @namespace,
        ClusterConnection cluster,
        UserAuthentication user
    )
    {
        CurrentContext = currentContext;
        Namespace = @namespace ?? "default";
        Cluster = cluster;
        User = user;
    }

    /// <summary>Address of the API server.</summary>
    public Uri Server => Cluster.Server;

    /// <summary>The context's namespace, or the pod's own; <c>default</c> where neither says.</summary>
    public string Namespace { get; }

    /// <summary>Name of the context in use; <c>in-cluster</c> inside a pod.</summary>
    public string CurrentContext { get; }

    /// <summary>
    /// The proxy that the kubeconfig names for this cluster, as in <c>through http://proxy:3128</c>, without its password;
    /// <see langword="null"/> where it names none, and the process's own proxies count.
    /// </summary>
    public string? Proxy =>
        Cluster.Proxy is { } proxy
            ? $"through {proxy.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped)}"
            : null;

    internal ClusterConnection Cluster { get; }

    internal UserAuthentication User { get; }

    /// <summary>
    /// Finds and reads the configuration: the file named; else the files of <c>KUBECONFIG</c>, merged, the first wins;
    /// else <c>~/.kube/config</c>; else what the kubelet gives a pod.
    /// </summary>
    /// <param name="kubeconfig">A kubeconfig; <see langword="null"/> to search.</param>
    /// <param name="context">A context in it; <see langword="null"/> for its <c>current-context</c>.</param>
    /// <exception cref="KubernetesConfigurationException">There is none, or it is faulty.</exception>
    public static KubernetesClientConfiguration Load(string? kubeconfig = null, string? context = null) =>
        new ConfigurationLoader(ConfigurationEnvironment.Current).Load(kubeconfig, context);
}
