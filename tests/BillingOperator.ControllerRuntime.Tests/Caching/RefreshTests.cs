using System.Net;
using BillingOperator.ControllerRuntime.Tests.Cluster;
using BillingOperator.Kubernetes.Client;
using BillingOperator.TestEnvironment;
using BillingOperator.TestEnvironment.Proxying;

namespace BillingOperator.ControllerRuntime.Tests.Caching;

/// <summary>A cache that is brought up to date while its watch delivers nothing.</summary>
public abstract class RefreshTests(ClusterFixture cluster) : IAsyncLifetime
{
    private string _namespace = "";
    private FaultProxy _proxy = null!;
    private TestOperator _operator = null!;
    private FaultRule _silent = null!;

    public async Task InitializeAsync()
    {
        _namespace = await cluster.CreateNamespaceAsync();
        _proxy = await cluster.StartProxyAsync();
        await CreateAsync("early");
        _operator = await new TestOperator(cluster, _namespace, server: _proxy.Endpoint).StartInSyncAsync();
        _silent = await SilentWatches.BeginAsync(_proxy);
    }

    public async Task DisposeAsync()
    {
        await _operator.DisposeAsync();
        await _proxy.DisposeAsync();
    }

    [Fact]
    public async Task A_refreshed_cache_holds_what_was_changed_before()
    {
        await CreateAsync("late");
        await cluster.Admin.DeleteAsync<Widget>(new(_namespace, "early"), default);
        await Eventually.TrueAsync(async () => await NamesInMemoryAsync() is ["late"], "the server's memory has it");

        await _operator.Cache.RefreshAsync(default);

        _operator.Cached(_namespace, "late").Should().NotBeNull();
        _operator.Cached(_namespace, "early").Should().BeNull();
        await Eventually.TrueAsync(() => _operator.Controller.CallsFor("late") == 1, "the new one is reconciled");
        await Eventually.TrueAsync(() => _operator.Controller.Deleted.Count == 1, "the delete is passed on");
    }

    [Fact]
    public async Task The_list_comes_from_the_servers_memory_unless_that_is_behind_what_was_seen()
    {
        await _operator.Cache.RefreshAsync(default);
        var fromMemory = _proxy.Requests.Last(IsList);
        using (_proxy.Fail(IsNotOlderThan, Faults.Status(HttpStatusCode.GatewayTimeout)))
        {
            await CreateAsync("late");
            await _operator.Cache.RefreshAsync(default);
        }

        IsNotOlderThan(fromMemory).Should().BeTrue();
        fromMemory.HasParameter("limit", "500").Should().BeFalse("beside a limit the version would be the exact one");
        _proxy.Requests.Last(IsList).Query.Should().NotContain("resourceVersion=");
        _operator.Cached(_namespace, "late").Should().NotBeNull();
    }

    [Fact]
    public async Task Whoever_asks_during_a_list_waits_for_the_next_and_many_share_it()
    {
        var lists = Lists();
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var held = _proxy.Fail(
            IsList,
            async exchange =>
            {
                await asked.Task;
                await exchange.ForwardAsync();
            }
        );
        var first = _operator.Cache.RefreshAsync(default);
        await Eventually.TrueAsync(() => Lists() == lists + 1, "the list is under way");
        await CreateAsync("during");

        Task[] others = [.. Enumerable.Range(0, 20).Select(_ => _operator.Cache.RefreshAsync(default))];
        asked.SetResult();
        await Task.WhenAll(others);

        first.IsCompletedSuccessfully.Should().BeTrue();
        _operator.Cached(_namespace, "during").Should().NotBeNull();
        Lists().Should().Be(lists + 2);
    }

    [Fact]
    public async Task A_list_that_is_refused_is_told_and_the_next_one_works()
    {
        using (_proxy.Fail(IsList, Faults.Status(HttpStatusCode.Forbidden)))
        {
            var refused = () => _operator.Cache.RefreshAsync(default);
            (await refused.Should().ThrowAsync<KubernetesException>())
                .Which.StatusCode.Should()
                .Be(HttpStatusCode.Forbidden);
        }
        await CreateAsync("late");

        await _operator.Cache.RefreshAsync(default);

        _operator.Cached(_namespace, "late").Should().NotBeNull();
    }

    [Fact]
    public async Task Who_gives_up_waiting_does_not_stop_the_list()
    {
        using var slow = _proxy.Fail(IsList, Faults.Delay(TimeSpan.FromSeconds(1)));
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await CreateAsync("late");

        var impatient = () => _operator.Cache.RefreshAsync(patience.Token);

        await impatient.Should().ThrowAsync<OperationCanceledException>();
        await Eventually.TrueAsync(() => _operator.Cached(_namespace, "late") is not null, "the list comes in");
    }

    [Fact]
    public async Task It_is_a_plain_list_also_where_the_server_streams_lists()
    {
        var streams = _proxy.Requests.Count(IsStream);
        var lists = Lists();

        await _operator.Cache.RefreshAsync(default);

        Lists().Should().Be(lists + 1);
        _proxy.Requests.Count(IsStream).Should().Be(streams);
    }

    [Fact]
    public async Task A_list_that_does_not_end_is_given_up_and_told()
    {
        _silent.Dispose();
        var time = new ManualTime();
        await using var op = await new TestOperator(
            cluster,
            _namespace,
            server: _proxy.Endpoint,
            time: time
        ).StartInSyncAsync();
        using var frozen = _proxy.Fail(IsList, Faults.FreezeAfter(0));
        var refreshed = op.Cache.RefreshAsync(default);
        await Eventually.TrueAsync(() => frozen.Hits == 1, "the list is under way");

        time.Advance(TimeSpan.FromSeconds(61));

        (
            await refreshed
                .Invoking(task => task.WaitAsync(TimeSpan.FromSeconds(30)))
                .Should()
                .ThrowAsync<TimeoutException>()
        )
            .Which.Message.Should()
            .Contain("not listed within 60 s");
    }

    private static bool IsStream(ProxiedRequest request) => request.HasParameter("sendInitialEvents", "true");

    private static bool IsList(ProxiedRequest request) =>
        request is { Method: "GET", IsWatch: false } && request.Path.EndsWith("/widgets", StringComparison.Ordinal);

    private static bool IsNotOlderThan(ProxiedRequest request) =>
        IsList(request)
        && request.Query.Contains("resourceVersion=", StringComparison.Ordinal)
        && !request.HasParameter("resourceVersion", "0");

    private async Task<string[]> NamesInMemoryAsync()
    {
        var options = new ListOptions { Namespace = _namespace, ResourceVersion = "0" };
        return [.. (await cluster.Admin.ListAsync<Widget>(options, default)).Items.Select(it => it.Metadata.Name)];
    }

    private int Lists() => _proxy.Requests.Count(IsList);

    private Task<Widget> CreateAsync(string name) => cluster.Admin.CreateAsync(Widget.Named(_namespace, name), default);
}
