using BillingOperator.ControllerRuntime.Hosting;
using BillingOperator.ControllerRuntime.Metrics;
using BillingOperator.ControllerRuntime.Tests.Cluster;
using BillingOperator.TestEnvironment.Metrics;
using Microsoft.AspNetCore.Builder;

namespace BillingOperator.ControllerRuntime.Tests.Metrics;

[Collection(ClusterCollection.Name)]
public sealed class MetricsEndpointTests(ClusterFixture cluster)
{
    [Fact]
    public async Task A_running_operator_s_metrics_can_be_scraped()
    {
        var ns = await cluster.CreateNamespaceAsync();
        var builder = WebApplication.CreateSlimBuilder();
        cluster.AddClient(builder.Services, cluster.ControlPlane.Server);
        builder
            .Services.AddKubernetesOperator(options =>
            {
                options.Name = "widget-operator";
                options.Namespace = ns;
            })
            .AddCache<Widget>();
        await using var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapMetrics("/metrics");
        await app.StartAsync();
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        IReadOnlyDictionary<string, ParsedFamily> families = new Dictionary<string, ParsedFamily>();

        await Eventually.TrueAsync(
            async () =>
            {
                families = PrometheusParser.Parse(await http.GetStringAsync(new Uri("/metrics", UriKind.Relative)));
                return families["leader_election_master_status"].Value(("name", "widget-operator")) == 1;
            },
            "it leads"
        );

        using var answer = await http.GetAsync(new Uri("/metrics", UriKind.Relative));
        answer.Content.Headers.ContentType!.ToString().Should().Be("text/plain; version=0.0.4; charset=utf-8");
        families["controller_runtime_cache_lists_total"].Value(("kind", "Widget")).Should().BeGreaterThan(0);
        families["rest_client_requests_total"].Type.Should().Be("counter");
        await app.StopAsync();
    }
}
