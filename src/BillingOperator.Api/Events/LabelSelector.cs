namespace BillingOperator.Api.Events;

/// <summary>Selects objects by their labels, as everywhere in Kubernetes. All terms must hold; none selects all.</summary>
public sealed record LabelSelector
{
    /// <summary>Labels with exactly these values.</summary>
    public IReadOnlyDictionary<string, string>? MatchLabels { get; init; }

    /// <summary>Further terms.</summary>
    public IReadOnlyList<LabelSelectorRequirement>? MatchExpressions { get; init; }
}
