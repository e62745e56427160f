using BillingOperator.ControllerRuntime.Caching;
using BillingOperator.ControllerRuntime.Health;
using BillingOperator.ControllerRuntime.Tests.Cluster;
using BillingOperator.TestEnvironment;
using BillingOperator.TestEnvironment.Proxying;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace BillingOperator.ControllerRuntime.Tests.Health;

[Collection(ClusterCollection.Name)]
public sealed class WatchHealthCheckTests(ClusterFixture cluster)
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(5);
    private readonly ManualTime _time = new();

    [Fact]
    public async Task A_watch_that_neither_speaks_nor_ends_is_a_stall()
    {
        var ns = await cluster.CreateNamespaceAsync();
        await using var proxy = await cluster.StartProxyAsync();
        // Without the limit that ends a watch: this check is for what that does not catch.
        await using var op = await StartAsync(ns, proxy, options => options.WatchTimeout = TimeSpan.FromDays(1));
        using var frozen = proxy.Fail(request => request.IsWatch, Faults.FreezeAfter(0));
        proxy.BreakConnections();
        var informer = op.Get<IEnumerable<IInformer>>().Single();
        await Eventually.TrueAsync(() => frozen.Hits > 0 || BackoffPasses(informer), "it watches");
        _time.Advance(TimeSpan.FromMinutes(14));
        (await CheckAsync(op)).Status.Should().Be(HealthStatus.Healthy);

        _time.Advance(TimeSpan.FromMinutes(2));

        var result = await CheckAsync(op);
        result.Status.Should().Be(HealthStatus.Unhealthy);
        result.Description.Should().Contain("Widget");
    }

    [Fact]
    public async Task A_server_that_is_gone_for_long_is_none()
    {
        var ns = await cluster.CreateNamespaceAsync();
        await using var proxy = await cluster.StartProxyAsync();
        await using var op = await StartAsync(ns, proxy);
        var informer = op.Get<IEnumerable<IInformer>>().Single();

        await proxy.RefuseConnectionsAsync();

        var end = _time.GetUtcNow() + TimeSpan.FromMinutes(30);
        while (_time.GetUtcNow() < end)
        {
            _time.Advance(Step);
            await Eventually.TrueAsync(() => HasTriedOrTimePasses(informer), "it is tried again");
            (await CheckAsync(op)).Status.Should().Be(HealthStatus.Healthy);
        }
    }

    /// <summary>Lets time pass until every backoff is over.</summary>
    private bool BackoffPasses(IInformer informer)
    {
        if (informer.Silence < TimeSpan.FromSeconds(30))
        {
            _time.Advance(Step);
        }

        return false;
    }

    private bool HasTriedOrTimePasses(IInformer informer)
    {
        if (informer.Silence < Step)
        {
            return true;
        }

        _time.Advance(Step);
        return false;
    }

    private async Task<TestOperator> StartAsync(string ns, FaultProxy proxy, Action<OperatorOptions>? options = null) =>
        await new TestOperator(cluster, ns, options, server: proxy.Endpoint, time: _time).StartInSyncAsync();

    private static Task<HealthCheckResult> CheckAsync(TestOperator op) =>
        ActivatorUtilities
            .CreateInstance<WatchHealthCheck>(op.Services)
            .CheckHealthAsync(new HealthCheckContext(), CancellationToken.None);
}
