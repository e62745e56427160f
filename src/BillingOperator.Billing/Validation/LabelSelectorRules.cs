using System.Text.RegularExpressions;
using BillingOperator.Api.Events;

namespace BillingOperator.Billing.Validation;

/// <summary>Kubernetes' rules for label selectors.</summary>
internal static partial class LabelSelectorRules
{
    private const int MaxPrefix = 253;
    private const int MaxTerms = 64;
    private const string In = "In";
    private const string NotIn = "NotIn";
    private const string Exists = "Exists";
    private const string DoesNotExist = "DoesNotExist";

    /// <summary>Checks a selector and each of its terms.</summary>
    public static void Check(string path, LabelSelector selector, FieldErrorList errors)
    {
        var labels = selector.MatchLabels ?? new Dictionary<string, string>();
        var terms = selector.MatchExpressions ?? [];
        if (labels.Count > MaxTerms)
        {
            errors.Add($"{path}.matchLabels", $"holds {labels.Count} labels: use at most {MaxTerms}");
        }

        foreach (var (key, value) in labels)
        {
            errors.Check($"{path}.matchLabels", key, FindKeyFault);
            errors.Check($"{path}.matchLabels[{key}]", value, FindValueFault);
        }

        if (terms.Count > MaxTerms)
        {
            errors.Add($"{path}.matchExpressions", $"holds {terms.Count} terms: use at most {MaxTerms}");
        }

        for (var index = 0; index < terms.Count; index++)
        {
            CheckTerm($"{path}.matchExpressions[{index}]", terms[index], errors);
        }
    }

    private static void CheckTerm(string path, LabelSelectorRequirement term, FieldErrorList errors)
    {
        errors.CheckRequired($"{path}.key", term.Key, "the label's key", FindKeyFault);
        var values = term.Values ?? [];
        switch (term.Operator)
        {
            case In or NotIn when values.Count == 0:
                errors.Add($"{path}.values", $"is required with {term.Operator}: list at least one value");
                break;
            case Exists or DoesNotExist when values.Count > 0:
                errors.Add($"{path}.values", $"must be absent with {term.Operator}: remove the values");
                break;
            case null:
                errors.Add($"{path}.operator", $"is required: enter {In}, {NotIn}, {Exists} or {DoesNotExist}");
                break;
            default:
                errors.CheckOneOf($"{path}.operator", term.Operator, In, NotIn, Exists, DoesNotExist);
                break;
        }

        if (values.Count > MaxTerms)
        {
            errors.Add($"{path}.values", $"holds {values.Count} values: use at most {MaxTerms}");
        }

        for (var index = 0; index < values.Count; index++)
        {
            errors.Check($"{path}.values[{index}]", values[index], FindValueFault);
        }
    }

    private static string? FindKeyFault(string key)
    {
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        var prefixIsFine = slash < 0 || (slash <= MaxPrefix && ObjectName.FindFault(key[..slash]) is null);
        return prefixIsFine && Name().IsMatch(key[(slash + 1)..])
            ? null
            : $"holds the label key {Quoted.Text(key)}: use an optional DNS prefix and /, then at most 63 letters, "
                + "digits, '-', '_' or '.', the first and the last a letter or a digit";
    }

    private static string? FindValueFault(string value) =>
        value.Length == 0 || Name().IsMatch(value)
            ? null
            : $"is {Quoted.Text(value)}: a label's value has at most 63 letters, digits, '-', '_' or '.', "
                + "the first and the last a letter or a digit";

    [GeneratedRegex(@"^[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?\z")]
    private static partial Regex Name();
}
