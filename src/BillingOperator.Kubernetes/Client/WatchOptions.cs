namespace BillingOperator.Kubernetes.Client;

/// <summary>Which objects a watch follows, and from where.</summary>
public sealed record WatchOptions
{
    /// <summary>One namespace; <see langword="null"/> for all, and for cluster-scoped kinds.</summary>
    public string? Namespace { get; init; }

    /// <summary>Label selector in the API's syntax.</summary>
    public string? LabelSelector { get; init; }

    /// <summary>Field selector in the API's syntax.</summary>
    public string? FieldSelector { get; init; }

    /// <summary>The version to go on from: the list's, or that of the last event seen.</summary>
    public string? ResourceVersion { get; init; }

    /// <summary>How long the server keeps the watch open.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>
    /// Asks for the present objects as <see cref="WatchEventType.Added"/> events, ended by a bookmark with the annotation
    /// <c>k8s.io/initial-events-end</c> (streaming list, API server 1.32 and newer).
    /// </summary>
    public bool SendInitialEvents { get; init; }
}
