using BillingOperator.Api;
using BillingOperator.Api.Events;
using BillingOperator.Api.Settings;
using BillingOperator.Billing.Text;
using BillingOperator.Billing.Validation;

namespace BillingOperator.Manifests;

/// <summary>
/// Checks the annotations of our own group: no API server does, and a misspelt one would do nothing, without a word.
/// </summary>
internal static class ManifestAnnotations
{
    private const string OwnPrefix = ApiGroup.Name + "/";

    /// <summary>Every fault of an object's annotations.</summary>
    public static IEnumerable<FieldError> FindFaults(
        string kind,
        IReadOnlyDictionary<string, string> annotations,
        string? billingPeriod
    )
    {
        var known = KnownTo(kind);
        foreach (var annotation in annotations.Keys.Where(key => !known.Contains(key)))
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
                    $"is no annotation of a {kind}: {remedy}"
                );
            }
        }

        if (kind == BillingEvent.KubeKind)
        {
            foreach (var fault in RequestAnnotations.Validate(annotations, billingPeriod))
            {
                yield return fault;
            }
        }
    }

    /// <summary>
    /// What is no fault but does nothing the next time: a request asks once for each new value, and a word such as
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

    private static IReadOnlyList<string> KnownTo(string kind) =>
        kind switch
        {
            BillingEvent.KubeKind => [ApiGroup.RequestedAtAnnotation, ApiGroup.RequestedPeriodAnnotation],
            BillingServerSettings.KubeKind => [ApiGroup.TakeOverAnnotation],
            _ => [],
        };
}
