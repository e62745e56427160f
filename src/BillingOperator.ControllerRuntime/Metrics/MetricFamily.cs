using System.Diagnostics.Metrics;

namespace BillingOperator.ControllerRuntime.Metrics;

/// <summary>One metric with all its series.</summary>
internal sealed class MetricFamily
{
    /// <summary>From 5 ms to a minute, in seconds, as for controller-runtime's reconcile times.</summary>
    private static readonly double[] DefaultBounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

    private readonly Lock _lock = new();
    private readonly Dictionary<KeyValuePair<string, object?>[], MetricSeries> _series = new(new TagComparer());

    /// <summary>The metric of an instrument.</summary>
    public MetricFamily(Instrument instrument)
    {
        Name = instrument.Name;
        Help = instrument.Description ?? "";
        IsObserved = instrument.IsObservable;
        var type = instrument.GetType().GetGenericTypeDefinition();
        Kind =
            type == typeof(Histogram<>) ? MetricKind.Histogram
            : type == typeof(Counter<>) || type == typeof(ObservableCounter<>) ? MetricKind.Counter
            : MetricKind.Gauge;
        IsSet = IsObserved || type == typeof(Gauge<>);
        Bounds = Kind == MetricKind.Histogram ? BoundsOf(instrument) : [];
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>What it means.</summary>
    public string Help { get; }

    /// <summary>The type.</summary>
    public MetricKind Kind { get; }

    /// <summary>Upper bounds of a histogram's buckets.</summary>
    public double[] Bounds { get; }

    /// <summary>Whether its values are asked for, and not reported.</summary>
    public bool IsObserved { get; }

    private bool IsSet { get; }

    /// <summary>Takes in a measurement.</summary>
    public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        lock (_lock)
        {
            var lookup = _series.GetAlternateLookup<ReadOnlySpan<KeyValuePair<string, object?>>>();
            if (!lookup.TryGetValue(tags, out var series))
            {
                lookup[tags] = series = new MetricSeries(PrometheusText.Labels(tags), Bounds);
            }

            if (Kind == MetricKind.Histogram)
            {
                series.Observe(value);
            }
            else if (IsSet)
            {
                series.Set(value);
            }
            else
            {
                series.Add(value);
            }
        }
    }

    /// <summary>Forgets all series, so that those which are not observed any more go away.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _series.Clear();
        }
    }

    /// <summary>Writes the metric; where there is no series yet, its name and help all the same.</summary>
    public void WriteTo(PrometheusText text)
    {
        lock (_lock)
        {
            text.Write(this, _series.Values);
        }
    }

    private static double[] BoundsOf(Instrument instrument) =>
        instrument switch
        {
            Histogram<double> { Advice.HistogramBucketBoundaries: { } bounds } => [.. bounds],
            Histogram<long> { Advice.HistogramBucketBoundaries: { } bounds } =>
            [
                .. bounds.Select(bound => (double)bound),
            ],
            _ => DefaultBounds,
        };
}
