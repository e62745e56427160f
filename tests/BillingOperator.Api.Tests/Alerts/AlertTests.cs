using BillingOperator.Api.Tests.Yaml;
using BillingOperator.TestEnvironment.Metrics;
using BillingOperator.TestEnvironment.Processes;

namespace BillingOperator.Api.Tests.Alerts;

/// <summary>The chart's alerts and the queries of its dashboard, judged by Prometheus' own promtool.</summary>
public sealed class AlertTests
{
    private static readonly string Cases = Repository.PathOf(
        "tests",
        "BillingOperator.Api.Tests",
        "Alerts",
        "rules.test.yaml"
    );

    [Fact]
    public async Task The_rules_are_valid()
    {
        (await Promtool.RunAsync("check", "rules", MonitoringFiles.Rules)).Should().Contain("SUCCESS: 12 rules found");
    }

    [Fact]
    public async Task Each_alert_is_raised_by_what_it_is_for_and_by_nothing_else()
    {
        (await Promtool.RunAsync("test", "rules", Cases)).Should().Contain("SUCCESS");
    }

    [Fact]
    public void Each_alert_has_a_case_in_which_it_is_raised_and_one_in_which_it_is_not()
    {
        var alerts = YamlFile
            .Read(MonitoringFiles.Rules)
            .Part("groups.0.rules")!
            .AsArray()
            .Select(rule => (string)rule!["alert"]!);
        var cases = YamlFile.Read(Cases)["tests"]!
            .AsArray()
            .SelectMany(test => test!["alert_rule_test"]!.AsArray())
            .ToLookup(one => one!["exp_alerts"] is null, one => (string)one!["alertname"]!);

        cases[true].Distinct().Should().BeEquivalentTo(alerts);
        cases[false].Distinct().Should().BeEquivalentTo(alerts);
    }

    [Fact]
    public async Task Every_query_of_the_dashboard_is_one()
    {
        var queries = MonitoringFiles.DashboardQueries();
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(
                file,
                string.Join(
                    '\n',
                    [
                        "groups:",
                        "  - name: dashboard",
                        "    rules:",
                        .. queries.Select((query, i) => $"      - {{record: 'query_{i}', expr: '{query}'}}"),
                    ]
                )
            );

            (await Promtool.RunAsync("check", "rules", file)).Should().Contain($"SUCCESS: {queries.Count} rules found");
        }
        finally
        {
            File.Delete(file);
        }
    }
}
