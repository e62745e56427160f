using BillingOperator.ControllerRuntime.Hosting;
using BillingOperator.ControllerRuntime.Metrics;
using BillingOperator.ControllerRuntime.Tests.Cluster;
using BillingOperator.TestEnvironment;
using BillingOperator.TestEnvironment.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace BillingOperator.ControllerRuntime.Tests.Metrics;

[Collection(ClusterCollection.Name)]
public sealed class RunningOperatorMetricsTests(ClusterFixture cluster)
{
    [Fact]
    public async Task A_running_operator_s_metrics_can_be_scraped()
    {
        var ns = await cluster.CreateNamespaceAsync();
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        cluster.AddClient(builder.Services, cluster.ControlPlane.Server);
        builder
            .Services.AddKubernetesOperator(options =>
            {
                options.Name = "widget-operator";
                options.Namespace = ns;
            })
            .AddCache<Widget>();
        using var app = builder.Build();
        var exporter = app.Services.GetRequiredService<PrometheusExporter>();
        await app.StartAsync();
        IReadOnlyDictionary<string, ParsedFamily> families = new Dictionary<string, ParsedFamily>();

        await Eventually.TrueAsync(
            () =>
            {
                families = PrometheusParser.Parse(exporter.Write());
                return families["leader_election_master_status"].Value(("name", "widget-operator")) == 1;
            },
            "it leads"
        );

        families["controller_runtime_cache_lists_total"].Value(("kind", "Widget")).Should().BeGreaterThan(0);
        families["rest_client_requests_total"].Type.Should().Be("counter");
        await app.StopAsync();
    }
}
