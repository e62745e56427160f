using System.Net;
using BillingOperator.ControllerRuntime.Controllers;
using BillingOperator.ControllerRuntime.Health;
using BillingOperator.ControllerRuntime.Metrics;
using BillingOperator.ControllerRuntime.Tests.Cluster;
using BillingOperator.ControllerRuntime.Writing;
using BillingOperator.TestEnvironment;
using BillingOperator.TestEnvironment.Proxying;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace BillingOperator.ControllerRuntime.Tests.Writing;

[Collection(ClusterCollection.Name)]
public sealed class StatusRefusalTests(ClusterFixture cluster)
{
    [Theory]
    [InlineData(HttpStatusCode.BadRequest)]
    [InlineData(HttpStatusCode.Forbidden)]
    [InlineData(HttpStatusCode.RequestEntityTooLarge)]
    [InlineData(HttpStatusCode.UnprocessableEntity)]
    public async Task A_status_that_the_server_refuses_stops_no_other_and_is_told_in_log_metric_and_health(
        HttpStatusCode code
    )
    {
        var ns = await cluster.CreateNamespaceAsync();
        await using var proxy = await cluster.StartProxyAsync();
        await using var op = new TestOperator(cluster, ns, server: proxy.Endpoint);
        var metrics = op.Get<PrometheusExporter>();
        var writer = op.Get<IStatusWriter<Widget>>();
        op.Controller.OnReconcile = async (widget, token) =>
            ReconciliationResult<Widget>.Success(
                await writer.ApplyAsync(widget with { Status = new() { Seen = widget.Spec.Color } }, token)
            );
        using var refused = proxy.Fail(
            request => request.Path.EndsWith("/bad/status", StringComparison.Ordinal),
            Faults.Status(code)
        );
        await op.StartInSyncAsync();

        await cluster.Admin.CreateAsync(Widget.Named(ns, "bad"), default);
        await cluster.Admin.CreateAsync(Widget.Named(ns, "good"), default);

        await Eventually.TrueAsync(() => op.Cached(ns, "good")?.Status?.Seen == "blue", "the other is written");
        await Eventually.TrueAsync(() => refused.Hits >= 3, "it is tried again");
        op.Log.At(LogLevel.Warning).Should().ContainSingle().Which.Should().Contain($"Widget {ns}/bad");
        metrics.Write().Should().Contain("controller_runtime_refused_statuses{kind=\"Widget\"} 1");
        var health = await CheckAsync(op);
        health.Status.Should().Be(HealthStatus.Degraded, "a restart would not help");
        health.Entries["statuses"].Description.Should().Contain($"{ns}/bad").And.Contain("injected fault");

        var bad = await cluster.Admin.GetAsync<Widget>(new(ns, "bad"), default);
        await cluster.Admin.UpdateAsync(bad! with { Spec = new() { Color = "red" } }, default);
        refused.Dispose();
        await Eventually.TrueAsync(() => op.Cached(ns, "bad")?.Status?.Seen == "red", "it is written after a change");
        await Eventually.TrueAsync(
            async () => (await CheckAsync(op)).Status == HealthStatus.Healthy,
            "there is nothing to tell any more"
        );
        metrics.Write().Should().NotContain("controller_runtime_refused_statuses{");
    }

    [Fact]
    public async Task A_deleted_object_is_no_refusal_any_more()
    {
        var ns = await cluster.CreateNamespaceAsync();
        await using var proxy = await cluster.StartProxyAsync();
        await using var op = new TestOperator(cluster, ns, server: proxy.Endpoint);
        var writer = op.Get<IStatusWriter<Widget>>();
        op.Controller.OnReconcile = async (widget, token) =>
            ReconciliationResult<Widget>.Success(
                await writer.ApplyAsync(widget with { Status = new() { Seen = "x" } }, token)
            );
        using var refused = proxy.Fail(
            request => request.Path.EndsWith("/status", StringComparison.Ordinal),
            Faults.Status(HttpStatusCode.UnprocessableEntity)
        );
        await op.StartInSyncAsync();
        await cluster.Admin.CreateAsync(Widget.Named(ns, "bad"), default);
        await Eventually.TrueAsync(
            async () => (await CheckAsync(op)).Status == HealthStatus.Degraded,
            "the refusal is told"
        );

        await cluster.Admin.DeleteAsync<Widget>(new(ns, "bad"), default);

        await Eventually.TrueAsync(
            async () => (await CheckAsync(op)).Status == HealthStatus.Healthy,
            "there is nothing to tell any more"
        );
    }

    private static Task<HealthReport> CheckAsync(TestOperator op) =>
        op.Get<HealthCheckService>()
            .CheckHealthAsync(check => check.Tags.Contains(HealthTags.Ready), CancellationToken.None);
}
