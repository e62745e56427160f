using BillingOperator.Billing.Text;

namespace BillingOperator.Billing.Validation;

/// <summary>Gathers the errors of one resource.</summary>
internal sealed class FieldErrorList
{
    private readonly List<FieldError> _errors = [];

    /// <summary>The errors so far, in the order of the fields.</summary>
    public IReadOnlyList<FieldError> Errors => _errors;

    /// <summary>Notes an error.</summary>
    public void Add(FieldPath field, string message) => _errors.Add(new FieldError(field, message));

    /// <summary>Notes the error that <paramref name="findError"/> finds in a value; an absent value has none.</summary>
    public void Check(FieldPath field, string? value, Func<string, string?> findError)
    {
        if (value is not null && findError(value) is { } error)
        {
            Add(field, error);
        }
    }

    /// <summary>Like <see cref="Check"/>, for a value that must be there.</summary>
    public void CheckRequired(FieldPath field, string? value, string whatToEnter, Func<string, string?> findError)
    {
        if (string.IsNullOrEmpty(value))
        {
            Add(field, $"is required: enter {whatToEnter}");
        }
        else
        {
            Check(field, value, findError);
        }
    }

    /// <summary>Notes a value that is none of those allowed; an absent value is no error.</summary>
    public void CheckOneOf(FieldPath field, string? value, params ReadOnlySpan<string> allowed)
    {
        if (value is not null && !allowed.Contains(value))
        {
            Add(field, $"is {Quoted.Text(value)}: use {ListOf(allowed)}, exactly so, or leave the field out");
        }
    }

    /// <summary>Like <see cref="CheckOneOf"/>, for a value that must be there.</summary>
    /// <param name="field">The field.</param>
    /// <param name="value">What was written.</param>
    /// <param name="by">What requires it, such as <c> for a billable tenant</c>; empty where nothing special does.</param>
    /// <param name="allowed">The values.</param>
    public void CheckRequiredOneOf(FieldPath field, string? value, string by, params ReadOnlySpan<string> allowed)
    {
        if (value is null)
        {
            Add(field, $"is required{by}: enter {ListOf(allowed)}");
        }
        else if (!allowed.Contains(value))
        {
            Add(field, $"is {Quoted.Text(value)}: use {ListOf(allowed)}, exactly so");
        }
    }

    /// <summary>
    /// Notes a number out of its range; an absent number is no error. The number is not shown: one that is too large for
    /// its type is read as the largest there is.
    /// </summary>
    public void CheckRange(FieldPath field, int? value, int least, int most)
    {
        if (value < least || value > most)
        {
            var error = value < least ? $"less than {least}" : $"more than {most}";
            Add(field, $"is {error}: use a number from {least} to {most}");
        }
    }

    private static string ListOf(ReadOnlySpan<string> allowed) =>
        allowed.Length == 1 ? allowed[0] : $"{string.Join(", ", allowed[..^1]!)} or {allowed[^1]}";
}
