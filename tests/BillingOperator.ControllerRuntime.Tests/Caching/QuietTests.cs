using System.Net;
using BillingOperator.ControllerRuntime.Health;
using BillingOperator.ControllerRuntime.Tests.Cluster;
using BillingOperator.TestEnvironment;
using BillingOperator.TestEnvironment.Proxying;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace BillingOperator.ControllerRuntime.Tests.Caching;

/// <summary>Quiet is normal: where nothing happens, nothing is asked and nothing is said.</summary>
[Collection(ClusterCollection.Name)]
public sealed class QuietTests(ClusterFixture cluster)
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(15);

    [Fact]
    public async Task In_an_hour_without_a_sound_from_the_server_nothing_is_listed_or_logged_and_the_process_is_alive()
    {
        var ns = await cluster.CreateNamespaceAsync();
        await using var proxy = await cluster.StartProxyAsync();
        using var silent = proxy.Fail(IsPlainWatch, Faults.FreezeAfter(0));
        var time = new ManualTime();
        var longest = 2.1 * new OperatorOptions().WatchTimeout;
        await using var op = await new TestOperator(cluster, ns, server: proxy.Endpoint, time: time).StartInSyncAsync();
        await StopStreamAsync(proxy, time, silent);
        var (lists, lines) = (Lists(proxy), op.Log.At(LogLevel.Information).Count());

        var (watches, opened) = (silent.Hits, TimeSpan.Zero);
        for (var passed = Step; passed <= TimeSpan.FromHours(1); passed += Step)
        {
            time.Advance(Step);
            if (passed - opened > longest)
            {
                await Eventually.TrueAsync(() => silent.Hits > watches, "the watch is opened again");
            }

            if (silent.Hits > watches)
            {
                (watches, opened) = (silent.Hits, passed);
            }

            (await CheckAsync(op)).Should().Be(HealthStatus.Healthy);
        }

        Lists(proxy).Should().Be(lists);
        op.Log.At(LogLevel.Information).Skip(lines).Should().BeEmpty();
        watches.Should().BeInRange(5, 13, "a watch lasts as long as it may");
    }

    [Fact]
    public async Task Watches_that_the_server_ends_go_on_without_a_list_or_a_line()
    {
        const int Watches = 8;
        var ns = await cluster.CreateNamespaceAsync();
        await using var proxy = await cluster.StartProxyAsync();
        await using var op = await new TestOperator(
            cluster,
            ns,
            options => options.WatchTimeout = TimeSpan.FromSeconds(1),
            server: proxy.Endpoint
        ).StartInSyncAsync();
        var (lists, lines) = (Lists(proxy), op.Log.At(LogLevel.Information).Count());

        await Eventually.TrueAsync(
            () => proxy.Requests.Count(IsPlainWatch) > Watches,
            "watches come and go",
            seconds: 60
        );

        Lists(proxy).Should().Be(lists);
        op.Log.At(LogLevel.Information).Skip(lines).Should().BeEmpty();
        await cluster.Admin.CreateAsync(Widget.Named(ns, "seen"), default);
        await Eventually.TrueAsync(() => op.Cached(ns, "seen") is not null, "the watch delivers");
    }

    [Fact]
    public async Task A_version_that_the_servers_memory_does_not_come_to_is_listed_without_one_at_once()
    {
        var ns = await cluster.CreateNamespaceAsync();
        await using var proxy = await cluster.StartProxyAsync();
        await using var op = await new TestOperator(cluster, ns, server: proxy.Endpoint).StartInSyncAsync();
        await cluster.Admin.CreateAsync(Widget.Named(ns, "watched"), default);
        await Eventually.TrueAsync(() => op.Cached(ns, "watched") is not null, "the watch delivers");
        var lists = Lists(proxy);

        using var behind = proxy.Fail(
            request => request.IsWatch,
            Faults.Status(
                HttpStatusCode.GatewayTimeout,
                retryAfter: TimeSpan.FromSeconds(1),
                message: "Too large resource version: 18446744073709551615, current: 42"
            ),
            times: 1
        );
        proxy.BreakConnections();

        await Eventually.TrueAsync(() => Lists(proxy) == lists + 1, "it is listed");
        behind.Hits.Should().Be(1);
        proxy.Requests.Last(ListsAll).Query.Should().NotContain("resourceVersion=");
    }

    private static bool IsPlainWatch(ProxiedRequest request) =>
        request.IsWatch && !request.HasParameter("sendInitialEvents", "true");

    private static bool IsList(ProxiedRequest request) => request is { Method: "GET", IsWatch: false };

    /// <summary>A list, or one that is streamed.</summary>
    private static bool ListsAll(ProxiedRequest request) =>
        IsList(request) || request.HasParameter("sendInitialEvents", "true");

    private static int Lists(FaultProxy proxy) => proxy.Requests.Count(ListsAll);

    /// <summary>Where the list was a stream, that goes on as the watch: ends it, so that the silent one takes its place.</summary>
    private static async Task StopStreamAsync(FaultProxy proxy, ManualTime time, FaultRule silent)
    {
        if (!proxy.Requests.Any(IsList))
        {
            proxy.BreakConnections();
        }

        await time.PassUntilAsync(() => silent.Hits > 0, "it watches");
    }

    private static async Task<HealthStatus> CheckAsync(TestOperator op) =>
        (
            await op.Get<HealthCheckService>()
                .CheckHealthAsync(check => check.Tags.Contains(HealthTags.Live), CancellationToken.None)
        ).Status;
}
