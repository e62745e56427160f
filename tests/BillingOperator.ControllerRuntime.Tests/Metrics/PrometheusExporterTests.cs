using System.Diagnostics.Metrics;
using BillingOperator.ControllerRuntime.Metrics;
using BillingOperator.TestEnvironment.Metrics;

namespace BillingOperator.ControllerRuntime.Tests.Metrics;

public sealed class PrometheusExporterTests : IDisposable
{
    private readonly IMeterFactory _factory = Meters.Factory();
    private readonly PrometheusExporter _exporter;
    private readonly Meter _meter;

    public PrometheusExporterTests()
    {
        _exporter = new PrometheusExporter(_factory);
        _meter = _factory.Create("BillingOperator.Test");
    }

    public void Dispose()
    {
        _exporter.Dispose();
        _meter.Dispose();
        _factory.Dispose();
    }

    [Fact]
    public void A_counter_adds_up_for_each_set_of_labels_whatever_their_order()
    {
        var counter = _meter.CreateCounter<long>("things_total", null, "Things.");
        counter.Add(2, new("code", 200), new("method", "GET"));
        counter.Add(3, new("method", "GET"), new("code", 200));
        counter.Add(1, new("code", 404), new("method", "GET"));

        var family = Scrape()["things_total"];

        family.Type.Should().Be("counter");
        family.Help.Should().Be("Things.");
        family.Samples.Should().HaveCount(2);
        family.Value(("code", "200"), ("method", "GET")).Should().Be(5);
        family.Value(("code", "404"), ("method", "GET")).Should().Be(1);
    }

    [Fact]
    public void Labels_and_help_survive_quotes_backslashes_and_line_breaks()
    {
        const string Nasty = "a\"b\\c\nd\\n{}=,";
        _meter
            .CreateCounter<int>("nasty_total", null, "back\\slash\nline")
            .Add(1, new KeyValuePair<string, object?>("l", Nasty));

        var family = Scrape()["nasty_total"];

        family.Help.Should().Be("back\\slash\nline");
        family.Value(("l", Nasty)).Should().Be(1);
    }

    [Fact]
    public void A_histogram_counts_up_to_each_bound_and_has_sum_and_count()
    {
        var histogram = _meter.CreateHistogram(
            "time_seconds",
            "s",
            "Time.",
            null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 1, 10] }
        );
        foreach (var value in new[] { 0.05, 0.1, 0.5, 20 })
        {
            histogram.Record(value, new KeyValuePair<string, object?>("name", "q"));
        }

        var family = Scrape()["time_seconds"];

        family.Type.Should().Be("histogram");
        family
            .Value("time_seconds_bucket", ("name", "q"), ("le", "0.1"))
            .Should()
            .Be(2, "a bound belongs to its bucket");
        family.Value("time_seconds_bucket", ("name", "q"), ("le", "1")).Should().Be(3);
        family.Value("time_seconds_bucket", ("name", "q"), ("le", "10")).Should().Be(3);
        family.Value("time_seconds_bucket", ("name", "q"), ("le", "+Inf")).Should().Be(4);
        family.Value("time_seconds_sum", ("name", "q")).Should().BeApproximately(20.65, 1e-9);
        family.Value("time_seconds_count", ("name", "q")).Should().Be(4);
    }

    [Fact]
    public void Gauges_show_the_last_value_and_forget_what_is_not_observed_any_more()
    {
        List<Measurement<double>> observed = [new(1, Tag("x")), new(2, Tag("y"))];
        _meter.CreateObservableGauge("level", () => observed, null, "Level.");
        var workers = _meter.CreateUpDownCounter<int>("workers");
        workers.Add(3);
        workers.Add(-1);
        _meter.CreateGauge<double>("temperature").Record(1.5);
        _meter.CreateGauge<double>("temperature").Record(0.25);

        var first = Scrape();
        observed.RemoveAt(0);
        var second = Scrape();

        first["level"].Type.Should().Be("gauge");
        first["level"].Samples.Should().HaveCount(2);
        second["level"].Samples.Should().ContainSingle();
        second["level"].Value(("name", "y")).Should().Be(2);
        second["workers"].Type.Should().Be("gauge");
        second["workers"].Value().Should().Be(2);
        second["temperature"].Value().Should().Be(0.25);
    }

    [Fact]
    public void Meters_of_others_are_not_shown()
    {
        _meter.CreateCounter<int>("own_total").Add(1);
        _factory.Create("System.Net.Http").CreateCounter<int>("foreign_total").Add(1);
        using var other = Meters.Factory();
        other.Create("BillingOperator.Test").CreateCounter<int>("other_host_total").Add(1);

        Scrape().Keys.Should().Equal("own_total");
    }

    [Fact]
    public void The_runtime_counts_under_the_names_of_controller_runtime()
    {
        var metrics = new RuntimeMetrics(_factory);
        using var queue = new ControllerRuntime.Queueing.WorkQueue("widget", new ManualTime(), metrics);
        queue.Add(new("ns", "a"));
        queue.Retry(new("ns", "b"));
        metrics.Reconciles.Add(1, new("controller", "widget"), new("result", "success"));
        metrics.ReconcileTime.Record(0.1, new KeyValuePair<string, object?>("controller", "widget"));
        metrics.ActiveWorkers.Add(1, new KeyValuePair<string, object?>("controller", "widget"));
        metrics.ObserveLease("lease", () => true);

        var families = Scrape();

        families["workqueue_depth"].Value(("name", "widget")).Should().Be(1);
        families["workqueue_depth"].Type.Should().Be("gauge");
        families["workqueue_adds_total"].Value(("name", "widget")).Should().Be(1);
        families["workqueue_retries_total"].Value(("name", "widget")).Should().Be(1);
        families["controller_runtime_reconcile_total"]
            .Value(("controller", "widget"), ("result", "success"))
            .Should()
            .Be(1);
        families["controller_runtime_reconcile_time_seconds"].Type.Should().Be("histogram");
        families["controller_runtime_active_workers"].Value(("controller", "widget")).Should().Be(1);
        families["leader_election_master_status"].Value(("name", "lease")).Should().Be(1);
    }

    private static KeyValuePair<string, object?> Tag(string name) => new("name", name);

    private IReadOnlyDictionary<string, ParsedFamily> Scrape() => PrometheusParser.Parse(_exporter.Write());
}
