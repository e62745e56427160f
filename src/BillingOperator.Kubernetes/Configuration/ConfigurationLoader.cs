namespace BillingOperator.Kubernetes.Configuration;

/// <summary>Finds the configuration in the order that kubectl and client-go share.</summary>
internal sealed class ConfigurationLoader(ConfigurationEnvironment environment)
{
    /// <summary>An explicit file; else those of <c>KUBECONFIG</c>; else <c>~/.kube/config</c>; else in-cluster.</summary>
    public KubernetesClientConfiguration Load(string? kubeconfig, string? context)
    {
        if (kubeconfig is not null)
        {
            return File.Exists(kubeconfig)
                ? Kubeconfig.Read(kubeconfig).Choose(context)
                : throw new KubernetesConfigurationException($"{kubeconfig}: there is no such kubeconfig.");
        }

        var candidates = Candidates();
        var files = candidates.Where(File.Exists).ToList();
        if (files.Count > 0)
        {
            return Kubeconfig.Read(files).Choose(context);
        }

        return InClusterConfiguration.IsPresent(environment)
            ? InClusterConfiguration.Read(environment)
            : throw new KubernetesConfigurationException(
                $"No way to a cluster: there is no {string.Join(", no ", candidates)}, and this is no pod. "
                    + "Name a kubeconfig, or set KUBECONFIG."
            );
    }

    private List<string> Candidates()
    {
        var listed = environment.Variable("KUBECONFIG") ?? "";
        var files = listed.Split(
            Path.PathSeparator,
            StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
        );
        return files.Length > 0 ? [.. files] : [Path.Combine(environment.HomeDirectory, ".kube", "config")];
    }
}
