namespace BillingOperator.Api.Events;

/// <summary>One term of a label selector.</summary>
public sealed record LabelSelectorRequirement
{
    /// <summary>The label. Required.</summary>
    public string? Key { get; init; }

    /// <summary><c>In</c>, <c>NotIn</c>, <c>Exists</c> or <c>DoesNotExist</c>. Required.</summary>
    public string? Operator { get; init; }

    /// <summary>Values of <c>In</c> and <c>NotIn</c>; none for the other two.</summary>
    public IReadOnlyList<string>? Values { get; init; }
}
