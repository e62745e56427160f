using System.Collections.Immutable;
using System.Diagnostics.Metrics;

namespace BillingOperator.ControllerRuntime.Metrics;

/// <summary>The runtime's instruments, under the names that controller-runtime's users know.</summary>
internal sealed class RuntimeMetrics
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "BillingOperator.ControllerRuntime";

    private static readonly InstrumentAdvice<double> QueueBuckets = new()
    {
        HistogramBucketBoundaries = [1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 0.1, 1, 10, 100, 1000],
    };

    private readonly Meter _meter;
    private ImmutableArray<IObservedQueue> _queues = [];
    private ImmutableArray<(string Kind, Func<TimeSpan> Silence)> _watches = [];

    /// <summary>Makes the instruments.</summary>
    public RuntimeMetrics(IMeterFactory factory)
    {
        _meter = factory.Create(MeterName);
        Adds = _meter.CreateCounter<long>("workqueue_adds_total", null, "Keys added to the work queue.");
        Retries = _meter.CreateCounter<long>("workqueue_retries_total", null, "Keys added again after a failure.");
        QueueDuration = _meter.CreateHistogram<double>(
            "workqueue_queue_duration_seconds",
            "s",
            "How long a key waits in the work queue before it is taken.",
            null,
            QueueBuckets
        );
        WorkDuration = _meter.CreateHistogram<double>(
            "workqueue_work_duration_seconds",
            "s",
            "How long the processing of a key takes.",
            null,
            QueueBuckets
        );
        Reconciles = _meter.CreateCounter<long>(
            "controller_runtime_reconcile_total",
            null,
            "Reconciles by controller and result: success, requeue, requeue_after or error."
        );
        ReconcileErrors = _meter.CreateCounter<long>(
            "controller_runtime_reconcile_errors_total",
            null,
            "Reconciles that failed."
        );
        TerminalErrors = _meter.CreateCounter<long>(
            "controller_runtime_terminal_reconcile_errors_total",
            null,
            "Reconciles that failed and are not retried before the object changes."
        );
        ReconcileTime = _meter.CreateHistogram<double>(
            "controller_runtime_reconcile_time_seconds",
            "s",
            "How long a reconcile takes."
        );
        ActiveWorkers = _meter.CreateUpDownCounter<long>(
            "controller_runtime_active_workers",
            null,
            "Workers that are reconciling."
        );
        MaxWorkers = _meter.CreateUpDownCounter<long>(
            "controller_runtime_max_concurrent_reconciles",
            null,
            "Workers that there are."
        );
        DroppedEvents = _meter.CreateCounter<long>(
            "controller_runtime_events_dropped_total",
            null,
            "Kubernetes events that were not sent, by cause: overflow, rate_limited or refused."
        );
        Lists = _meter.CreateCounter<long>(
            "controller_runtime_cache_lists_total",
            null,
            "Full lists by kind; more than one after a start means that a watch could not be resumed."
        );
        _meter.CreateObservableGauge(
            "controller_runtime_watch_silence_seconds",
            () =>
                _watches.Select(watch => new Measurement<double>(
                    watch.Silence().TotalSeconds,
                    new KeyValuePair<string, object?>("kind", watch.Kind)
                )),
            null,
            "Time since the watch of a kind last showed a sign of life. It may be quiet for 10 minutes, by its timeout."
        );
        ObserveQueues("workqueue_depth", "Keys that are ready and wait for a worker.", queue => queue.Depth);
        ObserveQueues(
            "workqueue_unfinished_work_seconds",
            "Time that the keys being processed have taken so far, summed up.",
            queue => queue.Unfinished().Sum(work => work.TotalSeconds)
        );
        ObserveQueues(
            "workqueue_longest_running_processor_seconds",
            "Time that the slowest key being processed has taken so far.",
            queue => queue.Unfinished().Select(work => work.TotalSeconds).DefaultIfEmpty().Max()
        );
    }

    public Counter<long> Adds { get; }

    public Counter<long> Retries { get; }

    public Histogram<double> QueueDuration { get; }

    public Histogram<double> WorkDuration { get; }

    public Counter<long> Reconciles { get; }

    public Counter<long> ReconcileErrors { get; }

    public Counter<long> TerminalErrors { get; }

    public Histogram<double> ReconcileTime { get; }

    public UpDownCounter<long> ActiveWorkers { get; }

    public UpDownCounter<long> MaxWorkers { get; }

    public Counter<long> DroppedEvents { get; }

    public Counter<long> Lists { get; }

    /// <summary>Reports on a queue whenever somebody asks.</summary>
    public void Observe(IObservedQueue queue) =>
        ImmutableInterlocked.Update(ref _queues, static (all, one) => all.Add(one), queue);

    /// <summary>Reports on a watch whenever somebody asks.</summary>
    /// <param name="kind">What it watches.</param>
    /// <param name="silence">Time since it last showed a sign of life.</param>
    public void ObserveWatch(string kind, Func<TimeSpan> silence) =>
        ImmutableInterlocked.Update(ref _watches, static (all, one) => all.Add(one), (kind, silence));

    /// <summary>Reports on a lease whenever somebody asks.</summary>
    public void ObserveLease(string lease, Func<bool> isLeader) =>
        _meter.CreateObservableGauge(
            "leader_election_master_status",
            () => new Measurement<int>(isLeader() ? 1 : 0, new KeyValuePair<string, object?>("name", lease)),
            null,
            "1 where this replica leads, 0 where it stands by."
        );

    /// <summary>Reports whenever somebody asks on other operators, by the namespaces of their leases.</summary>
    public void ObserveRivals(Func<IEnumerable<string?>> namespaces) =>
        _meter.CreateObservableGauge(
            "leader_election_rivals",
            () =>
                namespaces()
                    .Select(one => new Measurement<int>(1, new KeyValuePair<string, object?>("lease_namespace", one))),
            null,
            "1 for each lease that another operator for the same work holds in another namespace, while this one stands by."
        );

    /// <summary>Reports whenever somebody asks on the objects whose status is refused, by their kinds.</summary>
    public void ObserveRefusedStatuses(Func<IEnumerable<string>> kinds) =>
        _meter.CreateObservableGauge(
            "controller_runtime_refused_statuses",
            () =>
                kinds()
                    .CountBy(kind => kind)
                    .Select(refused => new Measurement<int>(
                        refused.Value,
                        new KeyValuePair<string, object?>("kind", refused.Key)
                    )),
            null,
            "Objects whose status the API server does not take as it is."
        );

    private void ObserveQueues(string name, string description, Func<IObservedQueue, double> value) =>
        _meter.CreateObservableGauge(
            name,
            () =>
                _queues.Select(queue => new Measurement<double>(
                    value(queue),
                    new KeyValuePair<string, object?>("name", queue.Name)
                )),
            null,
            description
        );
}
