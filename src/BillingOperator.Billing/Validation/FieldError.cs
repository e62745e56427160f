namespace BillingOperator.Billing.Validation;

/// <summary>An error in one field of a resource.</summary>
/// <param name="Field">The field.</param>
/// <param name="Message">What is wrong and what to do.</param>
public readonly record struct FieldError(FieldPath Field, string Message)
{
    /// <summary><c>field: message</c>.</summary>
    public override string ToString() => $"{Field}: {Message}";
}
