using System.Globalization;
using BillingOperator.TestEnvironment.Metrics;
using FluentAssertions.Execution;

namespace BillingOperator.Tests.EndToEnd.Visibility;

[Collection(EventsCollection.Name)]
public sealed class MetricsTests(RunningOperator installation)
{
    private static readonly (string Name, string Type, string[] Labels)[] Promised =
    [
        ("workqueue_depth", "gauge", ["name"]),
        ("workqueue_adds_total", "counter", ["name"]),
        ("workqueue_queue_duration_seconds", "histogram", ["name"]),
        ("workqueue_work_duration_seconds", "histogram", ["name"]),
        ("workqueue_retries_total", "counter", ["name"]),
        ("controller_runtime_reconcile_total", "counter", ["controller", "result"]),
        ("controller_runtime_reconcile_time_seconds", "histogram", ["controller"]),
        ("controller_runtime_active_workers", "gauge", ["controller"]),
        ("rest_client_requests_total", "counter", ["code", "method"]),
        ("leader_election_master_status", "gauge", ["name"]),
        ("billing_tenants", "gauge", ["state"]),
        ("billing_run_records", "counter", ["event", "result"]),
        ("billing_run_duration_seconds", "histogram", ["event"]),
        ("billing_latest_failures", "counter", ["event"]),
        ("billing_last_successful_run_timestamp_seconds", "gauge", ["event"]),
        ("billing_next_run_timestamp_seconds", "gauge", ["event"]),
        ("billing_last_run_selected_tenants", "gauge", ["event"]),
        ("billing_last_run_skipped_tenants", "gauge", ["event"]),
        ("controller_runtime_watch_silence_seconds", "gauge", ["kind"]),
        ("billing_event_enabled", "gauge", ["event"]),
        ("billing_settings_ready", "gauge", ["settings"]),
        ("billing_s3_requests_total", "counter", ["operation", "code"]),
    ];

    [Fact]
    public async Task After_a_run_every_promised_metric_is_there_with_its_type_labels_and_value()
    {
        using var site = await installation.CreateSiteAsync("metrics");
        await site.CreateSecretAsync();
        await site.ApplySettingsAsync();
        await site.ApplyTenantsAsync(
            site.CloudTenant("acme"),
            site.OnPremisesTenant("globex"),
            site.CloudTenant("broken", tier3: "")
        );
        await site.TenantAsync("broken", it => it.Has("Ready", "False"));
        await site.ApplyEventAsync(enabled: true, "schedule: \"0 0 1 1 *\"");
        var status = (await site.RunsEndedAsync(1))["status"]!;

        var families = PrometheusParser.Parse(await installation.MetricsAfterRunAsync(site));

        var contentType = await installation.Operator.ContentTypeAsync("/metrics");

        using var all = new AssertionScope();
        contentType.Should().Be("text/plain; version=0.0.4; charset=utf-8");
        foreach (var (name, type, labels) in Promised)
        {
            families.Should().ContainKey(name);
            if (families.TryGetValue(name, out var family))
            {
                family.Type.Should().Be(type, name);
                family.Samples.Should().NotBeEmpty(name);
                ShouldHaveLabels(family, labels);
            }
        }
        ShouldHaveValues(families, site.Name);
        families["billing_next_run_timestamp_seconds"]
            .Value(("event", site.Name))
            .Should()
            .Be(Seconds((string)status["nextRunTime"]!));
        families["billing_last_successful_run_timestamp_seconds"]
            .Value(("event", site.Name))
            .Should()
            .Be(Seconds((string)status["lastRun"]!["finishedAt"]!));
    }

    private static void ShouldHaveLabels(ParsedFamily family, string[] labels)
    {
        foreach (var sample in family.Samples)
        {
            var expected = sample.Name == $"{family.Name}_bucket" ? [.. labels, "le"] : labels;
            sample.Labels.Select(label => label.Name).Should().BeEquivalentTo(expected, sample.Name);
            sample.Labels.Select(label => label.Value).Should().NotContain("", sample.Name);
        }
        foreach (var count in family.Samples.Where(sample => sample.Name == $"{family.Name}_count"))
        {
            family.Value($"{family.Name}_bucket", [.. count.Labels, ("le", "+Inf")]).Should().Be(count.Value);
        }
    }

    private static void ShouldHaveValues(IReadOnlyDictionary<string, ParsedFamily> families, string site)
    {
        foreach (var controller in new[] { "tenant", "billingevent", "billingserversettings" })
        {
            families["workqueue_adds_total"].Value(("name", controller)).Should().BePositive();
            families["controller_runtime_reconcile_time_seconds"]
                .Value("controller_runtime_reconcile_time_seconds_count", ("controller", controller))
                .Should()
                .BePositive();
            families["controller_runtime_reconcile_total"]
                .Samples.Where(sample => sample.Label("controller") == controller)
                .Select(sample => sample.Label("result"))
                .Should()
                .Equal("success", "requeue", "requeue_after", "error");
        }
        families["leader_election_master_status"].Value(("name", "billing-operator")).Should().Be(1);
        families["rest_client_requests_total"].Value(("code", "200"), ("method", "PATCH")).Should().BePositive();
        families["billing_tenants"].Value(("state", "Invalid")).Should().BePositive();
        families["billing_run_records"].Value(("event", site), ("result", "uploaded")).Should().Be(2);
        families["billing_run_records"].Value(("event", site), ("result", "skipped")).Should().Be(1);
        families["billing_run_duration_seconds"]
            .Value("billing_run_duration_seconds_count", ("event", site))
            .Should()
            .Be(1);
        families["billing_settings_ready"].Value(("settings", site)).Should().Be(1);
        families["billing_s3_requests_total"]
            .Value(("operation", "PutObject"), ("code", "200"))
            .Should()
            .BeGreaterThan(4, "two records, the table, the manifest, the pointer");
    }

    private static long Seconds(string time) =>
        DateTimeOffset.Parse(time, CultureInfo.InvariantCulture).ToUnixTimeSeconds();
}
