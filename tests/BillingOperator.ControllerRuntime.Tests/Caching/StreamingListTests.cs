using BillingOperator.ControllerRuntime.Caching;
using BillingOperator.ControllerRuntime.Tests.Cluster;
using BillingOperator.Kubernetes.Client;
using BillingOperator.TestEnvironment;
using Microsoft.Extensions.Logging.Abstractions;

namespace BillingOperator.ControllerRuntime.Tests.Caching;

public sealed class StreamingListTests : IAsyncDisposable
{
    private readonly ScriptedWatch _server = new();
    private readonly EntityStore<Widget> _store = new(new CacheOptions<Widget>());
    private readonly CancellationTokenSource _stop = new();
    private readonly Informer<Widget> _informer;
    private readonly Task _running;

    public StreamingListTests()
    {
        _informer = new Informer<Widget>(
            _store,
            _server,
            new StreamingLists(),
            new CacheOptions<Widget>(),
            new OperatorOptions(),
            TimeProvider.System,
            Meters.Runtime(),
            NullLogger<Informer<Widget>>.Instance
        );
        _running = _informer.RunAsync(_stop.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
    }

    [Fact]
    public async Task Objects_appear_together_when_the_list_is_complete_and_then_the_same_watch_goes_on()
    {
        _server.Say(WatchEventType.Added, At("a", "1"));
        _server.Say(WatchEventType.Added, At("b", "2"));
        await Eventually.TrueAsync(() => _server.Watches.Count == 1, "it is watched");
        _store.HasSynced.Should().BeFalse();

        _server.Say(WatchEventType.Bookmark, Bookmark("7", end: true));
        await _informer.Synced.WaitAsync(TimeSpan.FromSeconds(10));
        _store.Count.Should().Be(2);

        _server.Say(WatchEventType.Deleted, At("a", "8"));
        await Eventually.TrueAsync(() => _store.Count == 1, "the watch goes on");
        _server.Watches.Should().ContainSingle().Which.SendInitialEvents.Should().BeTrue();
    }

    [Fact]
    public async Task A_break_afterwards_goes_on_from_the_last_version_without_a_list()
    {
        _server.Say(WatchEventType.Added, At("a", "1"));
        _server.Say(WatchEventType.Bookmark, Bookmark("7", end: true));
        _server.Say(WatchEventType.Bookmark, Bookmark("9", end: false));
        _server.Break();

        await Eventually.TrueAsync(() => _server.Watches.Count == 2, "it is watched again");
        _server.Watches[1].SendInitialEvents.Should().BeFalse();
        _server.Watches[1].ResourceVersion.Should().Be("9");
    }

    [Fact]
    public async Task A_break_before_the_end_keeps_nothing_of_the_half_list()
    {
        _server.Say(WatchEventType.Added, At("half", "1"));
        _server.Listed = [At("whole", "2")];
        _server.Break();

        await _informer.Synced.WaitAsync(TimeSpan.FromSeconds(10));

        _store.List().Should().ContainSingle().Which.Metadata.Name.Should().Be("whole");
    }

    private static Widget At(string name, string version) =>
        new()
        {
            Metadata = new()
            {
                NamespaceProperty = "ns",
                Name = name,
                ResourceVersion = version,
            },
        };

    private static Widget Bookmark(string version, bool end) =>
        new()
        {
            Metadata = new()
            {
                ResourceVersion = version,
                Annotations = end ? new Dictionary<string, string> { ["k8s.io/initial-events-end"] = "true" } : null,
            },
        };
}
