namespace BillingOperator.TestEnvironment.Metrics;

/// <summary>One metric as a reader of the text format sees it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Help">What it says of itself.</param>
/// <param name="Type">Such as <c>counter</c>.</param>
public sealed record ParsedFamily(string Name, string Help, string Type)
{
    private readonly Dictionary<string, double> _values = new(StringComparer.Ordinal);
    private readonly List<ParsedSample> _samples = [];

    /// <summary>All samples, in the order of the text.</summary>
    public IReadOnlyList<ParsedSample> Samples => _samples;

    /// <summary>The value under exactly these labels.</summary>
    public double Value(params (string Name, string Value)[] labels) => Value(Name, labels);

    /// <summary>The value of a part, such as <c>x_count</c> of a histogram <c>x</c>, under exactly these labels.</summary>
    public double Value(string name, params (string Name, string Value)[] labels) =>
        _values[new ParsedSample(name, [.. labels], 0).Key];

    /// <exception cref="FormatException">There is one of the same name and labels already.</exception>
    internal void Add(ParsedSample sample)
    {
        if (!_values.TryAdd(sample.Key, sample.Value))
        {
            throw new FormatException($"twice: {sample.Key}");
        }

        _samples.Add(sample);
    }
}
