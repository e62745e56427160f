using BillingOperator.Api;
using BillingOperator.Api.Events;
using BillingOperator.Billing.Scheduling;
using BillingOperator.Billing.Text;

namespace BillingOperator.Billing.Validation;

/// <summary>
/// The text rules of the annotations by which a person asks for a run of a <c>BillingEvent</c>: any <c>requestedAt</c> is
/// one, a <c>requestedPeriod</c> names a period of the event.
/// </summary>
public static class RequestAnnotations
{
    /// <summary>A bound against typing errors such as <c>0001-01</c>.</summary>
    private const int FirstYear = 2000;

    /// <summary>What is wrong with a blank <c>requestedAt</c>, and what to do.</summary>
    public const string BlankAt =
        "is blank, and asks for nothing: write a value that is new, such as the time 2026-11-26T20:15Z, or remove it";

    /// <summary>What is wrong with a blank <c>requestedPeriod</c>, and what to do.</summary>
    public const string BlankPeriod =
        "is blank, and asks for nothing: write the period, such as 2026-10 or 2026-10-31, or remove it";

    private const char BeforeSuffix = '#';

    /// <summary>Every error of the requests among an event's annotations, each at its own.</summary>
    public static IReadOnlyList<FieldError> Validate(IReadOnlyDictionary<string, string> annotations, string? kind)
    {
        var errors = new FieldErrorList();
        if (
            annotations.TryGetValue(ApiGroup.RequestedAtAnnotation, out var requestedAt)
            && string.IsNullOrWhiteSpace(requestedAt)
        )
        {
            errors.Add(FieldOf(ApiGroup.RequestedAtAnnotation), BlankAt);
        }
        errors.Check(
            FieldOf(ApiGroup.RequestedPeriodAnnotation),
            annotations.GetValueOrDefault(ApiGroup.RequestedPeriodAnnotation),
            value => FindPeriodError(value, kind, ExampleOf(kind), mayRepeat: true, out _)
        );
        return errors.Errors;
    }

    /// <summary>A period of a kind, to show.</summary>
    public static string ExampleOf(string? kind) => kind == BillingPeriodKind.Daily ? "2026-10-31" : "2026-10";

    /// <summary>What is wrong with <c>requestedPeriod</c> and what to do, or <see langword="null"/>.</summary>
    /// <param name="requestedPeriod">
    /// Such as <c>2026-10</c>, or to ask again <c>2026-10#2</c> with any suffix.
    /// </param>
    /// <param name="kind">One of <see cref="BillingPeriodKind"/>; monthly where absent.</param>
    /// <param name="example">A period of that kind, to show.</param>
    /// <param name="mayRepeat">Whether a suffix may tell it from an earlier request.</param>
    /// <param name="period">The period asked for, whether past or yet to come; absent where there is an error.</param>
    public static string? FindPeriodError(
        string requestedPeriod,
        string? kind,
        string example,
        bool mayRepeat,
        out BillingPeriod? period
    )
    {
        period = null;
        if (string.IsNullOrWhiteSpace(requestedPeriod))
        {
            return BlankPeriod;
        }

        var expected = kind ?? BillingPeriodKind.Monthly;
        var text = mayRepeat ? requestedPeriod.Split(BeforeSuffix)[0] : requestedPeriod;
        if (!BillingPeriod.TryParse(text, out var parsed) || parsed.Kind != expected)
        {
            var what = expected == BillingPeriodKind.Daily ? "day" : "month";
            var again = mayRepeat ? $", or for the second time {example}#2" : "";
            return $"is {Quoted.Text(requestedPeriod)}: enter a {what} such as {example}{again}";
        }

        if (parsed.Start.Year < FirstYear)
        {
            return $"is {Quoted.Text(requestedPeriod)}, which is before {FirstYear}: enter a period such as {example}";
        }

        period = parsed;
        return null;
    }

    private static FieldPath FieldOf(string annotation) => LabelRules.AnnotationsField.Key(annotation);
}
