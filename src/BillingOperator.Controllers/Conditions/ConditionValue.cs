namespace BillingOperator.Controllers.Conditions;

/// <summary>What a condition says.</summary>
/// <param name="Status">Whether it is true.</param>
/// <param name="Reason">Why, in one word.</param>
/// <param name="Message">Why, in a sentence, with what to do about it.</param>
internal sealed record ConditionValue(bool Status, string Reason, string Message)
{
    /// <summary>A condition that is true.</summary>
    public static ConditionValue True(string reason, string message) => new(true, reason, message);

    /// <summary>A condition that is false.</summary>
    public static ConditionValue False(string reason, string message) => new(false, reason, message);
}
