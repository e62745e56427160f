using BillingOperator.Billing.Validation;

namespace BillingOperator.Hosting;

/// <summary>How the operator itself is run: the options of the command <c>controller</c>.</summary>
internal sealed record ControllerSettings
{
    private const int LongestClusterName = 256;

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

    /// <summary>The same settings, where they can be worked with.</summary>
    /// <exception cref="MisuseException">One of them cannot be worked with.</exception>
    public ControllerSettings Checked()
    {
        if (Namespace is not null && ObjectName.FindNamespaceError(Namespace) is { } noNamespace)
        {
            throw new MisuseException($"--namespace (or POD_NAMESPACE) {noNamespace}");
        }

        if (FindClusterNameError(ClusterName) is { } noName)
        {
            throw new MisuseException($"--cluster-name (or CLUSTER_NAME) {noName}");
        }

        return this;
    }

    /// <summary>People read it in manifests and in messages, next to the names of other clusters.</summary>
    private static string? FindClusterNameError(string name) =>
        TextRules.IsInvisible(name)
            ? "is blank: give the name by which people know this cluster"
            : TextRules.FindNoText(name) ?? TextRules.FindTooLong(name, LongestClusterName);
}
