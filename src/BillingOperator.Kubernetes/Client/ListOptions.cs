namespace BillingOperator.Kubernetes.Client;

/// <summary>Which objects a list returns, and how fresh.</summary>
public sealed record ListOptions
{
    /// <summary>One namespace; <see langword="null"/> for all, and for cluster-scoped kinds.</summary>
    public string? Namespace { get; init; }

    /// <summary>Label selector in the API's syntax.</summary>
    public string? LabelSelector { get; init; }

    /// <summary>Field selector in the API's syntax.</summary>
    public string? FieldSelector { get; init; }

    /// <summary>Objects a page; <see langword="null"/> for all at once.</summary>
    public int? Limit { get; init; }

    /// <summary>Token of the page to fetch, from the page before.</summary>
    public string? Continue { get; init; }

    /// <summary><c>"0"</c> takes the server's cache; <see langword="null"/> reads through to storage.</summary>
    public string? ResourceVersion { get; init; }
}
