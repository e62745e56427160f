using System.Globalization;
using System.Net;
using BillingOperator.ControllerRuntime.Caching;
using BillingOperator.ControllerRuntime.Health;
using BillingOperator.ControllerRuntime.Tests.Cluster;
using BillingOperator.Kubernetes.Client;
using BillingOperator.Kubernetes.Entities;
using BillingOperator.TestEnvironment;
using BillingOperator.TestEnvironment.Proxying;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace BillingOperator.ControllerRuntime.Tests.Caching;

public abstract class InformerTests(ClusterFixture cluster)
{
    [Fact]
    public async Task The_cache_follows_what_is_created_changed_and_deleted()
    {
        var ns = await cluster.CreateNamespaceAsync();
        await CreateAsync(ns, "early");
        await using var op = await new TestOperator(cluster, ns).StartInSyncAsync();
        op.Cached(ns, "early").Should().NotBeNull();

        for (var i = 0; i < 10; i++)
        {
            await CreateAsync(ns, $"w{i}");
        }

        await ChangeAsync(ns, "w3", "red");
        await cluster.Admin.DeleteAsync<Widget>(new(ns, "w7"), default);
        await cluster.Admin.DeleteAsync<Widget>(new(ns, "early"), default);

        await CacheEqualsServerAsync(op, ns);
        op.Cache.Count.Should().Be(9);
        op.Cached(ns, "w3")!.Spec.Color.Should().Be("red");
    }

    [Fact]
    public async Task A_broken_watch_goes_on_from_its_version_without_a_list()
    {
        var ns = await cluster.CreateNamespaceAsync();
        await using var proxy = await cluster.StartProxyAsync();
        await using var op = await StartWatchingAsync(ns, proxy);
        var lists = Lists(proxy);

        proxy.BreakConnections();
        await CreateAsync(ns, "meanwhile");
        await cluster.Admin.DeleteAsync<Widget>(new(ns, "watched"), default);

        await CacheEqualsServerAsync(op, ns);
        Lists(proxy).Should().Be(lists);
        await Eventually.TrueAsync(() => op.Controller.Deleted.Count == 1, "the delete is passed on");
    }

    [Fact]
    public async Task Deletes_missed_while_the_version_expired_are_found_by_a_new_list()
    {
        var ns = await cluster.CreateNamespaceAsync();
        await using var proxy = await cluster.StartProxyAsync();
        await CreateAsync(ns, "stays");
        await CreateAsync(ns, "goes");
        await CreateAsync(ns, "comes-back");
        await using var op = await new TestOperator(cluster, ns, server: proxy.Endpoint).StartInSyncAsync();
        await Eventually.TrueAsync(() => op.Controller.Reconciled.Count == 3, "all are reconciled");
        var old = op.Cached(ns, "comes-back")!;

        await proxy.RefuseConnectionsAsync();
        await cluster.Admin.DeleteAsync<Widget>(new(ns, "goes"), default);
        await cluster.Admin.DeleteAsync<Widget>(new(ns, "comes-back"), default);
        await CreateAsync(ns, "comes-back");
        await cluster.ControlPlane.CompactAsync();
        await cluster.ControlPlane.RestartApiServerAsync();
        await proxy.ListenAsync();

        // The server starts again, and reads its storage: on busy processors that takes its time.
        await CacheEqualsServerAsync(op, ns, seconds: 180);
        await Eventually.TrueAsync(() => op.Controller.Deleted.Count == 2, "both deletes are passed on");
        op.Controller.Deleted.Should().Contain(widget => widget.Metadata.Uid == old.Metadata.Uid);
        await Eventually.TrueAsync(() => op.Controller.CallsFor("comes-back") == 2, "the new object is reconciled");
        op.Controller.CallsFor("stays").Should().Be(1);
    }

    [Fact]
    public async Task A_410_event_in_a_watch_leads_to_a_new_list()
    {
        var ns = await cluster.CreateNamespaceAsync();
        await using var proxy = await cluster.StartProxyAsync();
        await using var op = await StartWatchingAsync(ns, proxy);
        var lists = Lists(proxy);

        using var fault = proxy.Fail(request => request.IsWatch, Faults.WatchExpired(), times: 1);
        proxy.BreakConnections();
        await CreateAsync(ns, "meanwhile");

        await CacheEqualsServerAsync(op, ns);
        fault.Hits.Should().Be(1);
        Lists(proxy).Should().Be(lists + 1);
    }

    [Fact]
    public async Task A_watch_that_is_silent_past_its_end_is_opened_anew_from_its_version()
    {
        var ns = await cluster.CreateNamespaceAsync();
        await using var proxy = await cluster.StartProxyAsync();
        await using var op = await StartWatchingAsync(ns, proxy, TimeSpan.FromSeconds(1));
        var lists = Lists(proxy);
        using var frozen = proxy.Fail(request => request.IsWatch, Faults.FreezeAfter(0), times: 1);
        await Eventually.TrueAsync(() => frozen.Hits == 1, "a watch is silent");

        await CreateAsync(ns, "unseen");

        await CacheEqualsServerAsync(op, ns);
        Lists(proxy).Should().Be(lists);
    }

    [Theory]
    [InlineData(HttpStatusCode.InternalServerError, true)]
    [InlineData(HttpStatusCode.InternalServerError, false)]
    [InlineData(HttpStatusCode.UnprocessableEntity, false)]
    [InlineData(HttpStatusCode.NotImplemented, false)]
    [InlineData(HttpStatusCode.Forbidden, true)]
    public async Task Any_error_of_a_streaming_list_falls_back_to_a_list_and_it_is_not_tried_again(
        HttpStatusCode code,
        bool asEvent
    )
    {
        const string Message = "etcdserver: RequestWatchProgress is disabled";
        var ns = await cluster.CreateNamespaceAsync();
        await CreateAsync(ns, "early");
        await using var proxy = await cluster.StartProxyAsync();
        using var refused = proxy.Fail(
            IsStream,
            asEvent ? Faults.WatchError(code, Message) : Faults.Status(code, message: Message)
        );
        await using var op = await StartWatchingAsync(ns, proxy);

        proxy.Fail(request => request.IsWatch, Faults.WatchExpired(), times: 1);
        proxy.BreakConnections();
        await CreateAsync(ns, "one");

        await CacheEqualsServerAsync(op, ns);
        refused.Hits.Should().Be(1);
        op.Log.At(LogLevel.Information).Should().NotContain(line => line.Contains("stream the list"));
    }

    [Fact]
    public async Task A_stalled_watch_makes_the_process_not_alive()
    {
        var ns = await cluster.CreateNamespaceAsync();
        await using var proxy = await cluster.StartProxyAsync();
        await using var op = await StartWatchingAsync(ns, proxy);
        using var frozen = await SilentWatches.BeginAsync(proxy);
        (await CheckAsync(op, HealthTags.Live)).Should().Be(HealthStatus.Healthy);

        op.Get<OperatorOptions>().StallTimeout = TimeSpan.FromMilliseconds(200);

        await Eventually.TrueAsync(
            async () => await CheckAsync(op, HealthTags.Live) == HealthStatus.Unhealthy,
            "the stall is noticed"
        );
    }

    [Fact]
    public async Task An_unreachable_server_is_no_stall()
    {
        var ns = await cluster.CreateNamespaceAsync();
        await using var proxy = await cluster.StartProxyAsync();
        using var failing = proxy.Fail(IsOfWidgets, Faults.ConnectionLost());
        await using var op = new TestOperator(cluster, ns, server: proxy.Endpoint);
        await op.StartAsync();

        // Three failures lie at least 2.4 s apart: without counting as signs of life, the silence would be longer.
        await Eventually.TrueAsync(
            () => failing.Hits >= 3 && op.Get<Informer<Widget>>().Silence < TimeSpan.FromSeconds(1),
            "failures count as signs of life"
        );
    }

    [Fact]
    public async Task A_server_that_fails_is_not_asked_in_a_busy_loop()
    {
        var ns = await cluster.CreateNamespaceAsync();
        await using var proxy = await cluster.StartProxyAsync();
        using var failing = proxy.Fail(IsOfWidgets, Faults.Status(HttpStatusCode.InternalServerError));
        await using var op = new TestOperator(cluster, ns, server: proxy.Endpoint);
        await op.StartAsync();
        await Eventually.TrueAsync(() => failing.Hits >= 3, "it is tried again");
        var sofar = proxy.Requests;
        var span = sofar[^1].At - sofar[0].At;

        (sofar.Count / Math.Max(span.TotalSeconds, 0.1)).Should().BeLessThan(8);
        (await CheckAsync(op, HealthTags.Ready)).Should().Be(HealthStatus.Unhealthy);
        failing.Dispose();
        await Eventually.TrueAsync(
            async () => await CheckAsync(op, HealthTags.Ready) == HealthStatus.Healthy,
            "the cache comes into sync"
        );
    }

    [Fact]
    public async Task A_server_without_streaming_lists_is_asked_once()
    {
        var ns = await cluster.CreateNamespaceAsync();
        await using var proxy = await cluster.StartProxyAsync();
        await using var op = await StartWatchingAsync(ns, proxy);

        proxy.Fail(request => request.IsWatch, Faults.WatchExpired(), times: 1);
        proxy.BreakConnections();
        await CreateAsync(ns, "one");

        await CacheEqualsServerAsync(op, ns);
        proxy.Requests.Count(IsStream).Should().Be(await cluster.ControlPlane.StreamsListsAsync() ? 2 : 1);
    }

    [Fact]
    public async Task The_first_list_is_the_servers_cache_a_later_one_the_storage_and_a_watch_has_bookmarks_and_an_end()
    {
        var ns = await cluster.CreateNamespaceAsync();
        await using var proxy = await cluster.StartProxyAsync();
        await using var op = await StartWatchingAsync(ns, proxy);
        proxy.Fail(request => request.IsWatch, Faults.WatchExpired(), times: 1);
        proxy.BreakConnections();
        await CreateAsync(ns, "one");
        await CacheEqualsServerAsync(op, ns);

        var lists = proxy.Requests.Where(request => request.Method == "GET" && !request.IsWatch).ToList();
        if (await cluster.ControlPlane.StreamsListsAsync())
        {
            lists.Should().BeEmpty("both were streamed");
        }
        else
        {
            lists.Should().HaveCount(2).And.OnlyContain(list => list.HasParameter("limit", "500"));
            lists[0].HasParameter("resourceVersion", "0").Should().BeTrue();
            lists[1]
                .Query.Should()
                .NotContain("resourceVersion=", "the server's cache may be older than what was seen");
        }

        var watches = proxy.Requests.Where(request => request.IsWatch).ToList();
        watches.Should().OnlyContain(watch => watch.HasParameter("allowWatchBookmarks", "true"));
        watches.Select(Seconds).Should().OnlyContain(seconds => seconds >= 300 && seconds <= 600);

        static int Seconds(ProxiedRequest watch) =>
            int.Parse(
                watch.Query.Split('&').Single(part => part.StartsWith("timeoutSeconds=", StringComparison.Ordinal))[
                    15..
                ],
                CultureInfo.InvariantCulture
            );
    }

    [Fact]
    public async Task A_list_comes_in_pages_and_starts_again_when_a_page_has_expired()
    {
        const int Count = 520;
        var ns = await cluster.CreateNamespaceAsync();
        await Parallel.ForAsync(
            0,
            Count,
            new ParallelOptions { MaxDegreeOfParallelism = 8 },
            async (i, token) => await cluster.Admin.CreateAsync(Widget.Named(ns, $"w{i:000}"), token)
        );
        await using var proxy = await cluster.StartProxyAsync();
        await using var op = new TestOperator(cluster, ns, server: proxy.Endpoint);
        var source = new EntitySource<Widget>(
            op.Get<IKubernetesClient>(),
            new StreamingLists(),
            ns,
            keep: widget => widget,
            TimeSpan.FromMinutes(5),
            Meters.Runtime()
        );

        var paged = await source.ListFromStorageAsync(default);
        var requests = proxy.Requests.Count;
        using var expired = proxy.Fail(
            request => request.Query.Contains("continue=", StringComparison.Ordinal),
            Faults.Status(HttpStatusCode.Gone)
        );
        var restarted = await source.ListFromStorageAsync(default);

        paged.Items.Should().HaveCount(Count);
        requests.Should().Be(2);
        expired.Hits.Should().Be(1);
        restarted.Items.Should().HaveCount(Count);
    }

    private static bool IsOfWidgets(ProxiedRequest request) =>
        request.Path.EndsWith("/widgets", StringComparison.Ordinal);

    private static bool IsStream(ProxiedRequest request) => request.HasParameter("sendInitialEvents", "true");

    private static int Lists(FaultProxy proxy) =>
        proxy.Requests.Count(request => request.Method == "GET" && (!request.IsWatch || IsStream(request)));

    private static async Task<HealthStatus> CheckAsync(TestOperator op, string tag) =>
        (await op.Get<HealthCheckService>().CheckHealthAsync(check => check.Tags.Contains(tag), default)).Status;

    /// <summary>An operator whose watch runs: in sync alone, it may be about to open one, and miss what is meant for the next.</summary>
    private async Task<TestOperator> StartWatchingAsync(string ns, FaultProxy proxy, TimeSpan? watchTimeout = null)
    {
        var op = await new TestOperator(
            cluster,
            ns,
            options => options.WatchTimeout = watchTimeout ?? options.WatchTimeout,
            server: proxy.Endpoint
        ).StartInSyncAsync();
        await CreateAsync(ns, "watched");
        await Eventually.TrueAsync(() => op.Cached(ns, "watched") is not null, "the watch delivers");
        return op;
    }

    private Task<Widget> CreateAsync(string ns, string name) =>
        cluster.Admin.CreateAsync(Widget.Named(ns, name), default);

    private async Task ChangeAsync(string ns, string name, string color)
    {
        var widget = await cluster.Admin.GetAsync<Widget>(new EntityKey(ns, name), default);
        await cluster.Admin.UpdateAsync(widget! with { Spec = new() { Color = color } }, default);
    }

    private async Task CacheEqualsServerAsync(TestOperator op, string ns, int seconds = 30)
    {
        EntityList<Widget>? server = null;
        await Eventually.TrueAsync(
            async () => (server = await TryListAsync(ns)) is not null,
            "the test can list",
            seconds
        );
        await Eventually.TrueAsync(
            () => Versions(op.Cache.List()).SetEquals(Versions(server!.Items)),
            "the cache equals the server's list",
            seconds
        );

        static HashSet<string> Versions(IEnumerable<Widget> widgets) =>
            [.. widgets.Select(widget => $"{widget.Metadata.Name}@{widget.Metadata.ResourceVersion}")];
    }

    // A server that was restarted answers 429 until it has read its storage.
    private async Task<EntityList<Widget>?> TryListAsync(string ns)
    {
        try
        {
            return await cluster.Admin.ListAsync<Widget>(new ListOptions { Namespace = ns }, default);
        }
        catch (Exception error) when (error is HttpRequestException or IOException or KubernetesException)
        {
            return null;
        }
    }
}
