using System.Security.Cryptography;
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
            var authorityFile = Path.Combine(directory, "ca.crt");
            authorities.ImportFromPem(RegularFile.ReadText(authorityFile));
            if (authorities.Count == 0)
            {
                throw new KubernetesConfigurationException($"{authorityFile}: holds no PEM certificate.");
            }

            return new KubernetesClientConfiguration(
                "in-cluster",
                Namespace(Path.Combine(directory, "namespace")),
                new ClusterConnection
                {
                    Server = server,
                    CertificateAuthorities = authorities,
                    AuthoritiesFrom = authorityFile,
                },
                new UserAuthentication { TokenFile = Path.Combine(directory, "token") }
            );
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new KubernetesConfigurationException(
                $"The pod's service account in {directory} cannot be read: {e.Message} Is automountServiceAccountToken off?",
                e
            );
        }
    }

    private static string? Namespace(string file)
    {
        var name = File.Exists(file) ? RegularFile.ReadText(file).Trim() : null;
        return name is null || NamespaceName.IsValid(name)
            ? name
            : throw new KubernetesConfigurationException($"{file}: holds no name of a namespace.");
    }
}
