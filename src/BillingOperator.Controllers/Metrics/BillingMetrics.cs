using System.Diagnostics.Metrics;
using BillingOperator.Api;
using BillingOperator.Api.Events;
using BillingOperator.Api.Settings;
using BillingOperator.Api.Tenants;
using BillingOperator.Billing.Planning;
using BillingOperator.Billing.Runs;
using BillingOperator.ControllerRuntime.Caching;
using BillingOperator.Controllers.Conditions;

namespace BillingOperator.Controllers.Metrics;

/// <summary>What is measured of the billing itself. Times are in seconds, moments in seconds since 1970.</summary>
internal sealed class BillingMetrics : IDisposable
{
    private readonly Meter _meter = new("BillingOperator");
    private readonly Counter<long> _records;
    private readonly Counter<long> _pointerFailures;
    private readonly Histogram<double> _duration;

    public BillingMetrics(
        IEntityCache<Tenant> tenants,
        IEntityCache<BillingServerSettings> settings,
        IEntityCache<BillingEvent> events
    )
    {
        _records = _meter.CreateCounter<long>("billing_run_records", null, "Records of committed runs, by result.");
        _pointerFailures = _meter.CreateCounter<long>(
            "billing_latest_failures",
            null,
            "Committed runs that latest.json could not be made to point at."
        );
        _duration = _meter.CreateHistogram<double>(
            "billing_run_duration_seconds",
            "s",
            "Time of a try that committed."
        );
        _meter.CreateObservableGauge("billing_tenants", () => CountTenants(tenants), null, "Tenants by state.");
        _meter.CreateObservableGauge(
            "billing_settings_ready",
            () => settings.List().Select(one => Of(IsReady(one) ? 1 : 0, "settings", one.Metadata.Name)),
            null,
            "1 where a write to the billing server works."
        );
        _meter.CreateObservableGauge(
            "billing_event_enabled",
            () => events.List().Select(one => Of(one.Spec.Enabled == true ? 1 : 0, "event", one.Metadata.Name)),
            null,
            "1 where the event is enabled; none where there is no event."
        );
        _meter.CreateObservableGauge(
            "billing_last_successful_run_timestamp_seconds",
            () => Moments(events, one => LastSuccess(one)?.FinishedAt),
            "s",
            "When the last committed run of the event's newest billing period ended."
        );
        _meter.CreateObservableGauge(
            "billing_next_run_timestamp_seconds",
            () => Moments(events, one => one.Status?.NextRunTime),
            "s",
            "The next slot of the event's schedule."
        );
        _meter.CreateObservableGauge(
            "billing_last_run_selected_tenants",
            () =>
                from one in events.List()
                let selected = LastSuccess(one)?.Selected
                where selected is not null
                select Of(selected.Value, "event", one.Metadata.Name),
            null,
            "Tenants that the event's selector matched in its newest committed run; 0 where it matches nobody."
        );
        _meter.CreateObservableGauge(
            "billing_last_run_skipped_tenants",
            () =>
                from one in events.List()
                let skipped = LastSuccess(one)?.Skipped
                where skipped is not null
                select Of(skipped.Value, "event", one.Metadata.Name),
            null,
            "Billable tenants that the event's newest committed run left out because they are invalid."
        );
        _meter.CreateObservableGauge(
            "billing_active_run_start_timestamp_seconds",
            () => Moments(events, one => one.Status?.ActiveRun?.StartedAt),
            "s",
            "When the event's run that is going on, or waits to be tried again, was started first."
        );
    }

    /// <summary>Counts a committed run.</summary>
    public void CountRun(string eventName, RunOutcome outcome, TimeSpan duration)
    {
        var uploaded = outcome.Manifest.Counts.Uploaded;
        Count(eventName, "uploaded", uploaded);
        Count(eventName, "unchanged", outcome.Manifest.Records.Count - uploaded);
        Count(eventName, "skipped", outcome.Manifest.Skipped.Count);
        _pointerFailures.Add(
            outcome.PointerFailure is null ? 0 : 1,
            new KeyValuePair<string, object?>("event", eventName)
        );
        _duration.Record(duration.TotalSeconds, new KeyValuePair<string, object?>("event", eventName));
    }

    public void Dispose() => _meter.Dispose();

    private void Count(string eventName, string result, int records) =>
        _records.Add(
            records,
            new KeyValuePair<string, object?>("event", eventName),
            new KeyValuePair<string, object?>("result", result)
        );

    private static IEnumerable<Measurement<long>> CountTenants(IEntityCache<Tenant> tenants) =>
        tenants
            .List()
            .GroupBy(tenant => ConditionSet.Find(tenant.Status?.Conditions, ConditionTypes.Ready)?.Reason ?? "Pending")
            .Select(state => Of(state.Count(), "state", state.Key));

    private static IEnumerable<Measurement<long>> Moments(
        IEntityCache<BillingEvent> events,
        Func<BillingEvent, DateTimeOffset?> moment
    ) =>
        from billingEvent in events.List()
        let at = moment(billingEvent)
        where at is not null
        select Of(at.Value.ToUnixTimeSeconds(), "event", billingEvent.Metadata.Name);

    private static RunSummary? LastSuccess(BillingEvent billingEvent) =>
        RunHistory.NewestCommitted(billingEvent.Status, billingEvent.Spec.BillingPeriod);

    private static bool IsReady(BillingServerSettings settings) =>
        ConditionSet.IsTrue(settings.Status?.Conditions, ConditionTypes.Ready);

    private static Measurement<long> Of(long value, string label, string text) =>
        new(value, new KeyValuePair<string, object?>(label, text));
}
