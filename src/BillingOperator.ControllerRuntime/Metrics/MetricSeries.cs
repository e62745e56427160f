namespace BillingOperator.ControllerRuntime.Metrics;

/// <summary>The values of one metric under one set of labels.</summary>
/// <param name="labels">The labels as they are written, without braces.</param>
/// <param name="bounds">Upper bounds of a histogram's buckets; empty for other kinds.</param>
internal sealed class MetricSeries(string labels, double[] bounds)
{
    private readonly long[] _buckets = new long[bounds.Length + 1];

    /// <summary>The labels as they are written, without braces.</summary>
    public string Labels => labels;

    /// <summary>The value; of a histogram the sum.</summary>
    public double Value { get; private set; }

    /// <summary>How many values a histogram took in.</summary>
    public long Count { get; private set; }

    /// <summary>How many values each bucket of a histogram took in, the last those above all bounds.</summary>
    public ReadOnlySpan<long> Buckets => _buckets;

    /// <summary>Replaces the value.</summary>
    public void Set(double value) => Value = value;

    /// <summary>Adds to the value.</summary>
    public void Add(double value) => Value += value;

    /// <summary>Takes a value into a histogram.</summary>
    public void Observe(double value)
    {
        var bucket = Array.BinarySearch(bounds, value);
        _buckets[bucket < 0 ? ~bucket : bucket]++;
        Value += value;
        Count++;
    }
}
