namespace BillingOperator.Billing.Validation;

/// <summary>A fault in one field of a resource.</summary>
/// <param name="Field">JSON path of the field, such as <c>spec.billing.tier1AccountId</c>.</param>
/// <param name="Message">What is wrong and what to do.</param>
public readonly record struct FieldError(string Field, string Message)
{
    /// <summary><c>field: message</c>.</summary>
    public override string ToString() => $"{Field}: {Message}";
}
