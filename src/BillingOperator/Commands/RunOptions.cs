namespace BillingOperator.Commands;

/// <summary>What the command <c>run</c> is asked to do.</summary>
internal sealed record RunOptions
{
    /// <summary>Files and folders with manifests; <c>-</c> for the standard input.</summary>
    public required IReadOnlyList<string> Manifests { get; init; }

    /// <summary>The one event to run; <see langword="null"/> for all.</summary>
    public string? Event { get; init; }

    /// <summary>The folder to write to; <see langword="null"/> for the bucket of the settings.</summary>
    public string? Folder { get; init; }

    /// <summary>The period to bill; <see langword="null"/> for the current one.</summary>
    public string? Period { get; init; }

    /// <summary>Whether to write nothing, and tell what would be written.</summary>
    public bool IsDryRun { get; init; }

    /// <summary>A file with the CA bundle that the settings have in a Secret.</summary>
    public string? CaBundle { get; init; }

    /// <summary>Identity of the cluster beside whose runs this one is to be.</summary>
    public string? ClusterUid { get; init; }

    /// <summary>Whether the result is for programs.</summary>
    public bool IsJson { get; init; }
}
