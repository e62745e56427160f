using System.Text.Json.Serialization.Metadata;

namespace BillingOperator.Kubernetes.Configuration;

/// <summary>How the client finds its server, and how it behaves towards it.</summary>
public sealed class KubernetesClientOptions
{
    /// <summary>A kubeconfig; <see langword="null"/> to search as kubectl does, then in-cluster.</summary>
    public string? Kubeconfig { get; set; }

    /// <summary>A context of the kubeconfig; <see langword="null"/> for its <c>current-context</c>.</summary>
    public string? Context { get; set; }

    /// <summary>Acts as somebody else; goes before what the kubeconfig says.</summary>
    public Impersonation? Impersonation { get; set; }

    /// <summary>Where the JSON shape of further kinds is found, beside the built-in ones.</summary>
    public IList<IJsonTypeInfoResolver> TypeInfoResolvers { get; } = [];

    /// <summary>
    /// How long the server may take to begin its answer, and again to end it; a watch has no end to wait for. Default 30 s.
    /// </summary>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Requests a second, over time; <see langword="null"/> (default) for as many as the server takes.</summary>
    public double? Qps { get; set; }

    /// <summary>Requests at once after a pause, where <see cref="Qps"/> is set. Default 20.</summary>
    public int Burst { get; set; } = 20;

    /// <summary>
    /// Asked before each piece of data goes to a socket. Where it says no, nothing is sent, whatever waited to be sent, and
    /// requests fail with an <see cref="HttpRequestException"/>. Must be quick. <see langword="null"/> (default): always.
    /// </summary>
    public Func<bool>? MaySend { get; set; }
}
