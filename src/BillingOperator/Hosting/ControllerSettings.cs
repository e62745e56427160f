using System.Text.RegularExpressions;

namespace BillingOperator.Hosting;

/// <summary>How the operator itself is run: the options of the command <c>controller</c>.</summary>
internal sealed partial record ControllerSettings
{
    private const int MostWorkers = 1000;
    private const int MostRequests = 100_000;

    /// <summary>Kubeconfig file; <see langword="null"/> for the usual places.</summary>
    public string? Kubeconfig { get; init; }

    /// <summary>The operator's own namespace: its lease and the Secrets it may read are there.</summary>
    public string? Namespace { get; init; }

    /// <summary>The options that somebody set to something else than their default, as they were written.</summary>
    public IReadOnlyList<string> NonDefaults { get; init; } = [];

    /// <summary>Name of the cluster, for the manifests in the bucket.</summary>
    public required string ClusterName { get; init; }

    /// <summary>Port of health and metrics, on all addresses.</summary>
    public required int HttpPort { get; init; }

    /// <summary>Whether to elect a leader; without, there must be one replica only.</summary>
    public required bool LeaderElect { get; init; }

    /// <summary>Tenants reconciled at the same time.</summary>
    public required int TenantWorkers { get; init; }

    /// <summary>Requests a second to the API server, at most; 0 for no limit of the operator's own.</summary>
    public required int KubeApiQps { get; init; }

    /// <summary>Log lines for people or for machines.</summary>
    public required LogFormat LogFormat { get; init; }

    /// <summary>The least severe log lines that are written.</summary>
    public required LogLevel LogLevel { get; init; }

    [GeneratedRegex(@"\A[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?\z")]
    private static partial Regex NamespaceName { get; }

    /// <summary>The same settings, where they can be worked with.</summary>
    /// <exception cref="MisuseException">One of them is out of its range.</exception>
    public ControllerSettings Checked()
    {
        Require(HttpPort, "--http-port", 1, ushort.MaxValue);
        Require(TenantWorkers, "--tenant-workers", 1, MostWorkers);
        Require(KubeApiQps, "--kube-api-qps", 0, MostRequests);
        if (Namespace is not null && !NamespaceName.IsMatch(Namespace))
        {
            throw new MisuseException(
                "--namespace (or POD_NAMESPACE): must be the name of a namespace: up to 63 lower-case letters, digits and "
                    + "hyphens, a letter or digit at both ends"
            );
        }

        return this;
    }

    private static void Require(int value, string option, int least, int most)
    {
        if (value < least || value > most)
        {
            throw new MisuseException($"{option} {value}: must be from {least} to {most}");
        }
    }
}
