using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace BillingOperator.ControllerRuntime.Metrics;

/// <summary>
/// Keeps the values of all instruments of meters named <c>BillingOperator…</c>, and writes them in Prometheus' text
/// format. A measurement costs a look-up and an addition; nothing else happens while nobody asks.
/// </summary>
public sealed class PrometheusExporter : IDisposable
{
    /// <summary>The content type of what <see cref="Write"/> writes.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private const string MeterPrefix = "BillingOperator";

    private readonly Lock _scrape = new();
    private readonly ConcurrentDictionary<string, MetricFamily> _families = new(StringComparer.Ordinal);
    private readonly MeterListener _listener = new();

    /// <summary>Starts to listen; what was measured before is lost.</summary>
    /// <param name="factory">The host's meters: those of other hosts in the process are not listened to.</param>
    public PrometheusExporter(IMeterFactory factory)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            var meter = instrument.Meter;
            if (
                meter.Name.StartsWith(MeterPrefix, StringComparison.Ordinal)
                && (meter.Scope is null || ReferenceEquals(meter.Scope, factory))
            )
            {
                listener.EnableMeasurementEvents(
                    instrument,
                    _families.GetOrAdd(instrument.Name, static (_, one) => new MetricFamily(one), instrument)
                );
            }
        };
        _listener.SetMeasurementEventCallback<byte>(static (_, value, tags, family) => Record(family, value, tags));
        _listener.SetMeasurementEventCallback<short>(static (_, value, tags, family) => Record(family, value, tags));
        _listener.SetMeasurementEventCallback<int>(static (_, value, tags, family) => Record(family, value, tags));
        _listener.SetMeasurementEventCallback<long>(static (_, value, tags, family) => Record(family, value, tags));
        _listener.SetMeasurementEventCallback<float>(static (_, value, tags, family) => Record(family, value, tags));
        _listener.SetMeasurementEventCallback<double>(static (_, value, tags, family) => Record(family, value, tags));
        _listener.SetMeasurementEventCallback<decimal>(
            static (_, value, tags, family) => Record(family, (double)value, tags)
        );
        _listener.Start();
    }

    /// <summary>All values as they are now.</summary>
    public string Write()
    {
        lock (_scrape)
        {
            foreach (var family in _families.Values.Where(family => family.IsObserved))
            {
                family.Clear();
            }

            _listener.RecordObservableInstruments();
            var text = new PrometheusText();
            foreach (var family in _families.Values.OrderBy(family => family.Name, StringComparer.Ordinal))
            {
                family.WriteTo(text);
            }

            return text.ToString();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();

    private static void Record(object? family, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        ((MetricFamily)family!).Record(value, tags);
}
