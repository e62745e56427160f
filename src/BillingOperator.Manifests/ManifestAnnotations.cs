using BillingOperator.Api;
using BillingOperator.Billing.Text;
using BillingOperator.Billing.Validation;

namespace BillingOperator.Manifests;

/// <summary>
/// Checks the annotations of our own group: no API server does, and a misspelt one would do nothing, without a word.
/// </summary>
internal static class ManifestAnnotations
{
    private const string OwnPrefix = ApiGroup.Name + "/";

    /// <summary>Every annotation of ours that the kind does not know.</summary>
    public static IEnumerable<FieldError> FindUnknown(ManifestKind kind, IEnumerable<string> annotations)
    {
        var known = kind.Annotations;
        foreach (var annotation in annotations.Where(key => !known.Contains(key)))
        {
            var slash = annotation.IndexOf('/', StringComparison.Ordinal);
            var group = slash < 0 ? "" : annotation[..slash];
            var name = SimilarName.Find(annotation[(slash + 1)..], known.Select(own => own[OwnPrefix.Length..]));
            var remedy =
                name is not null ? $"did you mean {OwnPrefix}{name}?"
                : known.Count > 0 ? $"use {string.Join(" or ", known)}"
                : "remove it";
            if (group == ApiGroup.Name || (name is not null && SimilarName.Find(group, [ApiGroup.Name]) is not null))
            {
                yield return new FieldError(
                    LabelRules.AnnotationsField.Key(annotation),
                    $"is no annotation of a {kind.Name}: {remedy}"
                );
            }
        }
    }

    /// <summary>
    /// What is no error but does nothing the next time: a request asks once for each new value, and a word such as
    /// <c>now</c> is hardly ever a new one.
    /// </summary>
    public static IEnumerable<FieldError> FindNotes(IReadOnlyDictionary<string, string> annotations)
    {
        if (
            annotations.GetValueOrDefault(ApiGroup.RequestedAtAnnotation) is { } value
            && !string.IsNullOrWhiteSpace(value)
            && !value.Any(char.IsDigit)
        )
        {
            yield return new FieldError(
                LabelRules.AnnotationsField.Key(ApiGroup.RequestedAtAnnotation),
                $"is {Quoted.Text(value)}, which asks for a run once and never again: write a new value each time, "
                    + "such as 2026-11-26T20:15Z"
            );
        }
    }
}
