namespace BillingOperator.ControllerRuntime.Metrics;

/// <summary>The types of the Prometheus text format that instruments map to.</summary>
internal enum MetricKind
{
    /// <summary>Only grows.</summary>
    Counter,

    /// <summary>Goes up and down.</summary>
    Gauge,

    /// <summary>Counts by size.</summary>
    Histogram,
}
