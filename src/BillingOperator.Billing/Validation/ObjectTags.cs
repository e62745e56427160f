using System.Globalization;
using System.Text;
using BillingOperator.Billing.Text;

namespace BillingOperator.Billing.Validation;

/// <summary>S3's limits for object tags (S3 User Guide: "Categorizing your objects using tags").</summary>
internal static class ObjectTags
{
    private const int MaxTags = 10;
    private const int MaxKey = 128;
    private const int MaxValue = 256;

    /// <summary>Checks the tags, each at its own path such as <c>spec.s3.tags[team]</c>.</summary>
    public static void Check(FieldPath path, IReadOnlyDictionary<string, string> tags, FieldErrorList errors)
    {
        if (tags.Count > MaxTags)
        {
            errors.Add(path, $"holds {tags.Count} tags: S3 allows {MaxTags} on an object: remove some");
        }

        foreach (var (key, value) in tags)
        {
            // An entry without a value is no text; the API server keeps it.
            if (value is null)
            {
                errors.Add(path.Key(Quoted.Text(key)), "has no value: enter one, or remove the line");
                continue;
            }

            var shownKey = key.Length > 0 && IsAllowed(key) ? path.Key(key) : path.Key(Quoted.Text(key));
            errors.Check(shownKey, key, FindKeyError);
            errors.Check(shownKey, value, FindValueError);
        }
    }

    private static string? FindKeyError(string key)
    {
        if (key.Length == 0)
        {
            return "has an empty key: name the tag";
        }

        if (key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase))
        {
            return "has a key that starts with aws:, which AWS reserves: choose another";
        }

        return FindError("key", key, MaxKey);
    }

    private static string? FindValueError(string value) => FindError("value", value, MaxValue);

    private static string? FindError(string part, string text, int maxLength)
    {
        if (TextRules.FindTooLong(text, maxLength) is { } tooLong)
        {
            return $"has a {part} that {tooLong}";
        }

        return IsAllowed(text)
            ? null
            : $"has the {part} {Quoted.Text(text)}: use letters, digits, spaces and + - = . _ : / @";
    }

    private static bool IsAllowed(string text) =>
        text.EnumerateRunes()
            .All(rune =>
                Rune.IsLetterOrDigit(rune)
                || Rune.GetUnicodeCategory(rune) is UnicodeCategory.SpaceSeparator
                || (rune.IsAscii && "+-=._:/@".Contains((char)rune.Value, StringComparison.Ordinal))
            );
}
