namespace BillingOperator.Kubernetes.Entities;

/// <summary>Metadata of a list.</summary>
public sealed record V1ListMeta
{
    /// <summary>The version of the whole list: a watch goes on from here.</summary>
    public string? ResourceVersion { get; init; }

    /// <summary>Set while there are more pages; handed back to get the next.</summary>
    public string? Continue { get; init; }
}
