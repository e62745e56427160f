using System.Text;
using System.Text.RegularExpressions;
using BillingOperator.Billing.Text;

namespace BillingOperator.Billing.Validation;

/// <summary>Kubernetes' rules for the labels and annotations of objects.</summary>
public static partial class LabelRules
{
    private const int MaxPrefix = 253;
    private const int MaxAnnotationBytes = 256 * 1024;

    private static readonly FieldPath LabelsField = FieldPath.Of("metadata", "labels");

    /// <summary>The field that holds an object's annotations.</summary>
    public static FieldPath AnnotationsField { get; } = FieldPath.Of("metadata", "annotations");

    /// <summary>What is wrong with a label's key and what to do, or <see langword="null"/>.</summary>
    public static string? FindKeyError(string key)
    {
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        var prefixIsFine = slash < 0 || (slash <= MaxPrefix && ObjectName.FindError(key[..slash]) is null);
        return prefixIsFine && Name().IsMatch(key[(slash + 1)..])
            ? null
            : $"holds the key {Quoted.Text(key)}: use an optional DNS prefix and /, then at most 63 letters, "
                + "digits, '-', '_' or '.', the first and the last a letter or a digit";
    }

    /// <summary>What is wrong with a label's value and what to do, or <see langword="null"/>.</summary>
    public static string? FindValueError(string value) =>
        value.Length == 0 || Name().IsMatch(value)
            ? null
            : $"is {Quoted.Text(value)}: a label's value has at most 63 letters, digits, '-', '_' or '.', "
                + "the first and the last a letter or a digit";

    /// <summary>Every error of an object's labels and annotations.</summary>
    public static IReadOnlyList<FieldError> Validate(
        IReadOnlyDictionary<string, string>? labels,
        IReadOnlyDictionary<string, string>? annotations
    )
    {
        var errors = new FieldErrorList();
        foreach (var (key, value) in labels ?? new Dictionary<string, string>())
        {
            errors.Check(LabelsField, key, FindKeyError);
            errors.Check(LabelsField.Key(key), value, FindValueError);
        }

        var bytes = 0L;
        foreach (var (key, value) in annotations ?? new Dictionary<string, string>())
        {
            // The API server takes the prefix of an annotation in any case.
            errors.Check(AnnotationsField, key.ToLowerInvariant(), FindKeyError);
            bytes += Encoding.UTF8.GetByteCount(key) + Encoding.UTF8.GetByteCount(value);
        }

        if (bytes > MaxAnnotationBytes)
        {
            errors.Add(AnnotationsField, $"take {bytes} bytes: shorten them to {MaxAnnotationBytes} in all");
        }

        return errors.Errors;
    }

    [GeneratedRegex(@"^[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?\z")]
    private static partial Regex Name();
}
