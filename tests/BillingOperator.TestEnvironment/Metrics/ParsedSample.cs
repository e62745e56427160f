namespace BillingOperator.TestEnvironment.Metrics;

/// <summary>One line of the text format.</summary>
/// <param name="Name">The name; of a histogram with <c>_bucket</c>, <c>_sum</c> or <c>_count</c>.</param>
/// <param name="Labels">The labels, in the order of the text.</param>
/// <param name="Value">The number.</param>
public sealed record ParsedSample(string Name, IReadOnlyList<(string Name, string Value)> Labels, double Value)
{
    /// <summary>The value of a label; <see langword="null"/> where it has none of this name.</summary>
    public string? Label(string name) => Labels.FirstOrDefault(label => label.Name == name).Value;

    internal string Key =>
        Name + string.Concat(Labels.OrderBy(label => label.Name, StringComparer.Ordinal).Select(label => $"|{label}"));
}
