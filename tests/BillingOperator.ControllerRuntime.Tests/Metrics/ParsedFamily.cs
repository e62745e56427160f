namespace BillingOperator.ControllerRuntime.Tests.Metrics;

/// <summary>One metric as a reader of the text format sees it.</summary>
internal sealed record ParsedFamily(string Name, string Help, string Type)
{
    /// <summary>Samples by name and sorted labels.</summary>
    public Dictionary<string, double> Samples { get; } = [];

    public double Value(params (string Name, string Value)[] labels) => Value(Name, labels);

    public double Value(string name, params (string Name, string Value)[] labels) => Samples[Key(name, labels)];

    public static string Key(string name, IEnumerable<(string Name, string Value)> labels) =>
        name + string.Concat(labels.OrderBy(label => label.Name, StringComparer.Ordinal).Select(label => $"|{label}"));
}
