using BillingOperator.TestEnvironment.Metrics;
using BillingOperator.TestEnvironment.Processes;

namespace BillingOperator.Tests.EndToEnd.Visibility;

/// <summary>The chart's alerts and dashboard on the <c>/metrics</c> of a real operator.</summary>
[Collection(EventsCollection.Name)]
public sealed class AlertTests(RunningOperator installation)
{
    private static readonly string[] Silent =
    [
        "BillingSettingsNotReady",
        "BillingRunOverdue",
        "BillingEventSelectsNobody",
        "BillingNotEnabled",
        "BillingLatestNotMoved",
        "BillingReconcileErrors",
        "BillingStatusRefused",
        "BillingOperatorNoLeader",
        "BillingWatchStalled",
        "BillingForeignOperator",
    ];

    [Fact]
    public async Task Every_metric_that_alerts_and_dashboard_name_is_there()
    {
        var families = PrometheusParser.Parse(await installation.Operator.GetAsync("/metrics"));

        MonitoringFiles.Metrics().Should().HaveCountGreaterThan(15).And.BeSubsetOf(families.Keys);
    }

    [Fact]
    public async Task A_tenant_that_a_run_left_out_raises_that_alert_and_no_other()
    {
        using var site = await installation.CreateSiteAsync("alerts");
        await site.CreateSecretAsync();
        await site.ApplySettingsAsync();
        await site.ApplyTenantsAsync(site.CloudTenant("acme"), site.CloudTenant("broken", tier3: ""));
        await site.TenantAsync("broken", it => it.Has("Ready", "False"));
        await site.ApplyEventAsync(enabled: true, "schedule: \"0 0 1 1 *\"");
        await site.RunsEndedAsync(1);

        var metrics = await installation.MetricsAfterRunAsync(site);

        var output = await TestAsync(
            $$"""
            rule_files: ["{{MonitoringFiles.Rules}}"]
            evaluation_interval: 1m
            tests:
              - interval: 1m
                input_series:
            {{string.Join('\n', Series(metrics, site.Name))}}
                alert_rule_test:
                  - alertname: BillingPeriodNotWhole
                    eval_time: 2h
                    exp_alerts:
                      - exp_labels: {severity: warning, event: {{site.Name}}}
                        exp_annotations:
                          summary: "Billable tenants that the newest run of {{site.Name}} left out: 1."
                          description: "Its manifest names them as skipped, with the reason. Correct them and request the period again."
            {{string.Join('\n', Silent.Select(alert => $"      - {{alertname: {alert}, eval_time: 2h}}"))}}
            """
        );

        output.Should().Contain("SUCCESS");
    }

    /// <summary>What the operator said, for three hours, without the events and settings of other tests.</summary>
    private static IEnumerable<string> Series(string metrics, string site) =>
        from line in metrics.Split('\n')
        where line.Length > 0 && line[0] != '#'
        let end = line.LastIndexOf(' ')
        let series = line[..end]
        where MonitoringFiles.Metrics().Contains(series.Split('{')[0])
        where
            !series.Contains("event=", StringComparison.Ordinal)
            || series.Contains($"\"{site}\"", StringComparison.Ordinal)
        where
            !series.Contains("settings=", StringComparison.Ordinal)
            || series.Contains($"\"{site}\"", StringComparison.Ordinal)
        select $"      - {{series: '{series}', values: '{line[(end + 1)..]}x180'}}";

    private static async Task<string> TestAsync(string cases)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, cases);
            return await Promtool.RunAsync("test", "rules", file);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
