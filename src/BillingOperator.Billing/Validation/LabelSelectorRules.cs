using BillingOperator.Api.Events;

namespace BillingOperator.Billing.Validation;

/// <summary>Kubernetes' rules for label selectors.</summary>
internal static class LabelSelectorRules
{
    private const int MaxTerms = 64;
    private const string In = "In";
    private const string NotIn = "NotIn";
    private const string Exists = "Exists";
    private const string DoesNotExist = "DoesNotExist";

    /// <summary>Checks a selector and each of its terms.</summary>
    public static void Check(FieldPath path, LabelSelector selector, FieldErrorList errors)
    {
        if (selector is { MatchLabels: null, MatchExpressions: null })
        {
            errors.Add(
                path,
                "is empty, and would select all tenants: enter matchLabels or matchExpressions, or leave the field out"
            );
        }

        var labels = selector.MatchLabels ?? new Dictionary<string, string>();
        var terms = selector.MatchExpressions ?? [];
        if (selector.MatchLabels is { Count: 0 })
        {
            errors.Add(
                path.Child("matchLabels"),
                "holds no label, and would select all tenants: enter one, or leave the field out"
            );
        }

        if (selector.MatchExpressions is { Count: 0 })
        {
            errors.Add(
                path.Child("matchExpressions"),
                "holds no term, and would select all tenants: enter one, or leave the field out"
            );
        }

        if (labels.Count > MaxTerms)
        {
            errors.Add(path.Child("matchLabels"), $"holds {labels.Count} labels: use at most {MaxTerms}");
        }

        foreach (var (key, value) in labels)
        {
            errors.Check(path.Child("matchLabels"), key, LabelRules.FindKeyError);
            if (value is null)
            {
                // A template's leftover: the API server keeps it, where an old one does not drop it.
                errors.Add(path.Child("matchLabels").Key(key), "has no value: enter one, or remove the line");
            }
            else
            {
                errors.Check(path.Child("matchLabels").Key(key), value, LabelRules.FindValueError);
            }
        }

        if (terms.Count > MaxTerms)
        {
            errors.Add(path.Child("matchExpressions"), $"holds {terms.Count} terms: use at most {MaxTerms}");
        }

        for (var index = 0; index < terms.Count; index++)
        {
            CheckTerm(path.Child("matchExpressions").Item(index), terms[index], errors);
        }
    }

    private static void CheckTerm(FieldPath path, LabelSelectorRequirement term, FieldErrorList errors)
    {
        errors.CheckRequired(path.Child("key"), term.Key, "the label's key", LabelRules.FindKeyError);
        var values = term.Values ?? [];
        switch (term.Operator)
        {
            case In or NotIn when values.Count == 0:
                errors.Add(path.Child("values"), $"is required with {term.Operator}: list at least one value");
                break;
            case Exists or DoesNotExist when values.Count > 0:
                errors.Add(path.Child("values"), $"must be absent with {term.Operator}: remove the values");
                break;
            default:
                errors.CheckRequiredOneOf(path.Child("operator"), term.Operator, "", In, NotIn, Exists, DoesNotExist);
                break;
        }

        if (values.Count > MaxTerms)
        {
            errors.Add(path.Child("values"), $"holds {values.Count} values: use at most {MaxTerms}");
        }

        for (var index = 0; index < values.Count; index++)
        {
            errors.Check(path.Child("values").Item(index), values[index], LabelRules.FindValueError);
        }
    }
}
