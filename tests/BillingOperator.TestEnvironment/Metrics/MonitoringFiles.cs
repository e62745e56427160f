using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using BillingOperator.TestEnvironment.Processes;

namespace BillingOperator.TestEnvironment.Metrics;

/// <summary>The alerts and the dashboard of the chart.</summary>
public static partial class MonitoringFiles
{
    /// <summary>The file with the alerts.</summary>
    public static string Rules => Repository.PathOf("charts", "billing-operator", "files", "rules.yaml");

    /// <summary>The queries of the dashboard's panels, as Prometheus gets them from Grafana.</summary>
    public static IReadOnlyList<string> DashboardQueries() =>
        [
            .. JsonNode.Parse(File.ReadAllText(Dashboard))!["panels"]!
                .AsArray()
                .SelectMany(panel => panel!["targets"]?.AsArray() ?? [])
                .Select(target =>
                    ((string)target!["expr"]!)
                        .Replace("$job", ".+", StringComparison.Ordinal)
                        .Replace("$__rate_interval", "5m", StringComparison.Ordinal)
                ),
        ];

    /// <summary>The operator's metrics that alerts and dashboard name, without a histogram's suffixes.</summary>
    public static IReadOnlyList<string> Metrics() =>
        [
            .. Metric()
                .Matches(File.ReadAllText(Rules) + File.ReadAllText(Dashboard))
                .Select(match => Suffix().Replace(match.Value, ""))
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];

    private static string Dashboard =>
        Repository.PathOf("charts", "billing-operator", "files", "dashboards", "billing-operator.json");

    [GeneratedRegex("\\b(billing|controller_runtime|leader_election|rest_client|workqueue)_[a-z0-9_]+")]
    private static partial Regex Metric();

    [GeneratedRegex("(?<=duration_seconds|time_seconds)_(sum|count|bucket)$")]
    private static partial Regex Suffix();
}
