using System.Globalization;
using System.Text;

namespace BillingOperator.ControllerRuntime.Metrics;

/// <summary>Writes the Prometheus text format 0.0.4 (prometheus.io: exposition formats).</summary>
internal sealed class PrometheusText
{
    private readonly StringBuilder _text = new();

    /// <summary>Labels as they are written, without braces.</summary>
    public static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in tags)
        {
            text.Append(text.Length == 0 ? "" : ",").Append(name).Append("=\"");
            text.Append(
                Escape(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "")
                    .Replace("\"", "\\\"", StringComparison.Ordinal)
            );
            text.Append('"');
        }

        return text.ToString();
    }

    /// <summary>Writes one metric.</summary>
    public void Write(MetricFamily family, IEnumerable<MetricSeries> series)
    {
        Line($"# HELP {family.Name} {Escape(family.Help)}");
        Line($"# TYPE {family.Name} {family.Kind.ToString().ToLowerInvariant()}");
        foreach (var one in series)
        {
            if (family.Kind == MetricKind.Histogram)
            {
                WriteHistogram(family, one);
            }
            else
            {
                Sample(family.Name, one.Labels, one.Value);
            }
        }
    }

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();

    private void WriteHistogram(MetricFamily family, MetricSeries series)
    {
        var separator = series.Labels.Length == 0 ? "" : ",";
        long below = 0;
        for (var i = 0; i < series.Buckets.Length; i++)
        {
            below += series.Buckets[i];
            var bound = i < family.Bounds.Length ? Number(family.Bounds[i]) : "+Inf";
            Sample($"{family.Name}_bucket", $"{series.Labels}{separator}le=\"{bound}\"", below);
        }

        Sample($"{family.Name}_sum", series.Labels, series.Value);
        Sample($"{family.Name}_count", series.Labels, series.Count);
    }

    private void Sample(string name, string labels, double value) =>
        Line(labels.Length == 0 ? $"{name} {Number(value)}" : $"{name}{{{labels}}} {Number(value)}");

    private void Line(string line) => _text.Append(line).Append('\n');

    private static string Number(double value) =>
        double.IsPositiveInfinity(value) ? "+Inf"
        : double.IsNegativeInfinity(value) ? "-Inf"
        : value.ToString("R", CultureInfo.InvariantCulture);

    private static string Escape(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
