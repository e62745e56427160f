using BillingOperator.Api.Events;

namespace BillingOperator.Billing.Tenants;

/// <summary>Kubernetes' label selectors: all terms must hold, and a selector without terms selects all.</summary>
public static class LabelSelectorMatcher
{
    /// <summary>Whether the labels are selected. <c>NotIn</c> also selects what lacks the label.</summary>
    public static bool Matches(LabelSelector? selector, IReadOnlyDictionary<string, string>? labels) =>
        (selector?.MatchLabels ?? new Dictionary<string, string>()).All(wanted =>
            Find(labels, wanted.Key) == wanted.Value
        ) && (selector?.MatchExpressions ?? []).All(term => Holds(term, Find(labels, term.Key)));

    private static bool Holds(LabelSelectorRequirement term, string? value) =>
        term.Operator switch
        {
            "In" => value is not null && Lists(term, value),
            "NotIn" => value is null || !Lists(term, value),
            "Exists" => value is not null,
            "DoesNotExist" => value is null,
            _ => false,
        };

    private static bool Lists(LabelSelectorRequirement term, string value) =>
        term.Values?.Contains(value, StringComparer.Ordinal) ?? false;

    private static string? Find(IReadOnlyDictionary<string, string>? labels, string? key) =>
        key is not null && labels is not null && labels.TryGetValue(key, out var value) ? value : null;
}
