using System.Security.Cryptography.X509Certificates;

namespace BillingOperator.Kubernetes.Configuration;

/// <summary>What a pod knows of its own cluster.</summary>
internal static class InClusterConfiguration
{
    private const string HostVariable = "KUBERNETES_SERVICE_HOST";
    private const string PortVariable = "KUBERNETES_SERVICE_PORT";

    /// <summary>Whether this process runs in a pod.</summary>
    public static bool IsPresent(ConfigurationEnvironment environment) =>
        environment.Variable(HostVariable) is { Length: > 0 };

    /// <summary>Reads the pod's environment and its service account's files.</summary>
    public static KubernetesClientConfiguration Read(ConfigurationEnvironment environment)
    {
        var host = environment.Variable(HostVariable) ?? "";
        var port = environment.Variable(PortVariable) is { Length: > 0 } value ? value : "443";
        var bracketed = host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host;
        if (!Uri.TryCreate($"https://{bracketed}:{port}", UriKind.Absolute, out var server))
        {
            throw new KubernetesConfigurationException(
                $"{HostVariable}={host} and {PortVariable}={port} make no address. Inside a pod the kubelet sets them."
            );
        }

        var directory = environment.ServiceAccountDirectory;
        var authorities = new X509Certificate2Collection();
        try
        {
            authorities.ImportFromPemFile(Path.Combine(directory, "ca.crt"));
            var namespaceFile = Path.Combine(directory, "namespace");
            return new KubernetesClientConfiguration(
                "in-cluster",
                File.Exists(namespaceFile) ? File.ReadAllText(namespaceFile).Trim() : null,
                new ClusterConnection { Server = server, CertificateAuthorities = authorities },
                new UserAuthentication { TokenFile = Path.Combine(directory, "token") }
            );
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KubernetesConfigurationException(
                $"The pod's service account in {directory} cannot be read: {e.Message} Is automountServiceAccountToken off?",
                e
            );
        }
    }
}
