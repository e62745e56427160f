using BillingOperator.Kubernetes.Client;
using BillingOperator.Kubernetes.Entities;
using BillingOperator.TestEnvironment;
using k8s.Models;

namespace BillingOperator.Kubernetes.Tests.Client;

[Collection(ControlPlaneTests.Name)]
public sealed class ListAndWatchTests(ControlPlaneFixture fixture)
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Pages_together_are_the_whole_list()
    {
        var @namespace = await CreateAsync(7);
        var options = new ListOptions { Namespace = @namespace, Limit = 3 };
        var pages = new List<EntityList<Widget>>();
        do
        {
            pages.Add(await fixture.Admin.ListAsync<Widget>(options, None));
            options = options with { Continue = pages[^1].Metadata.ContinueProperty };
        } while (options.Continue is { Length: > 0 });

        pages.Select(page => page.Items.Count).Should().Equal(3, 3, 1);
        pages.SelectMany(page => page.Items).Select(w => w.Metadata.Name).Should().Equal(Names(7));
        pages.Select(page => page.Metadata.ResourceVersion).Distinct().Should().ContainSingle();
    }

    [Fact]
    public async Task A_list_is_narrowed_by_labels_fields_and_namespace()
    {
        var @namespace = await CreateAsync(3);

        var odd = await fixture.Admin.ListAsync<Widget>(
            new ListOptions { Namespace = @namespace, LabelSelector = "parity in (odd),parity!=even" },
            None
        );
        var named = await fixture.Admin.ListAsync<Widget>(
            new ListOptions { FieldSelector = $"metadata.name=w1,metadata.namespace={@namespace}" },
            None
        );

        odd.Items.Select(w => w.Metadata.Name).Should().Equal("w1");
        named.Items.Should().ContainSingle().Which.Namespace().Should().Be(@namespace);
    }

    [Fact]
    public async Task A_page_of_a_compacted_list_is_gone()
    {
        var @namespace = await CreateAsync(2);
        var options = new ListOptions { Namespace = @namespace, Limit = 1 };
        var first = await fixture.Admin.ListAsync<Widget>(options, None);
        await CreateAsync(1);
        await fixture.ControlPlane.CompactAsync();
        // A newer server pages from a snapshot in its memory: that is gone, too, after a restart.
        await RestartAsync();

        var act = () =>
            fixture.Admin.ListAsync<Widget>(options with { Continue = first.Metadata.ContinueProperty }, None);

        (await act.Should().ThrowAsync<KubernetesException>()).Which.IsGone.Should().BeTrue();
    }

    [Fact]
    public async Task A_watch_follows_changes_from_the_lists_version_and_ends_when_the_server_says()
    {
        var @namespace = await CreateAsync(1);
        var list = await fixture.Admin.ListAsync<Widget>(new ListOptions { Namespace = @namespace }, None);
        await ChangeAsync(list.Items[0]);

        var events = await WatchAsync(@namespace, list.Metadata.ResourceVersion, TimeSpan.FromSeconds(6));

        events
            .Where(e => e.Type != WatchEventType.Bookmark)
            .Select(e => (e.Type, e.Entity.Metadata.Name, e.Entity.Spec.Size))
            .Should()
            .Equal(
                (WatchEventType.Modified, "w0", 100),
                (WatchEventType.Deleted, "w0", 100),
                (WatchEventType.Added, "new", 7)
            );
    }

    [Fact]
    public async Task A_watch_resumes_from_the_version_of_the_last_event()
    {
        var @namespace = await CreateAsync(1);
        var list = await fixture.Admin.ListAsync<Widget>(new ListOptions { Namespace = @namespace }, None);
        await ChangeAsync(list.Items[0]);
        var options = Options(@namespace, list.Metadata.ResourceVersion, TimeSpan.FromSeconds(10));
        WatchEvent<Widget> first = default;
        await foreach (var watchEvent in fixture.Admin.WatchAsync<Widget>(options, None))
        {
            first = watchEvent;
            break;
        }

        var rest = await WatchAsync(@namespace, first.Entity.Metadata.ResourceVersion, TimeSpan.FromSeconds(5));

        first.Type.Should().Be(WatchEventType.Modified);
        rest.Where(e => e.Type != WatchEventType.Bookmark)
            .Select(e => e.Type)
            .Should()
            .Equal(WatchEventType.Deleted, WatchEventType.Added);
    }

    [Fact]
    public async Task A_bookmark_carries_a_version_to_resume_from()
    {
        var @namespace = await CreateAsync(1);
        var list = await fixture.Admin.ListAsync<Widget>(new ListOptions { Namespace = @namespace }, None);

        await ChangeAsync(list.Items[0]);

        // Servers mean to send one two seconds before a watch ends, but may be too late for that; and they send none that
        // would tell nothing new, so that something has to happen while the watch is open.
        WatchEvent<Widget> last = default;
        for (var tries = 0; tries < 8 && last.Type != WatchEventType.Bookmark; tries++)
        {
            last = await WatchAndChangeAsync(@namespace, list.Metadata.ResourceVersion, $"live-{tries}");
        }

        last.Type.Should().Be(WatchEventType.Bookmark);
        var rest = await WatchAsync(@namespace, last.Entity.Metadata.ResourceVersion, TimeSpan.FromSeconds(1));
        rest.Should().BeEmpty();
    }

    [Fact]
    public async Task A_watch_from_a_compacted_version_is_gone()
    {
        var @namespace = await CreateAsync(1);
        var list = await fixture.Admin.ListAsync<Widget>(new ListOptions { Namespace = @namespace }, None);
        await ChangeAsync(list.Items[0]);
        await fixture.ControlPlane.CompactAsync();
        await RestartAsync();

        var act = () => WatchAsync(@namespace, list.Metadata.ResourceVersion, TimeSpan.FromSeconds(5));

        (await act.Should().ThrowAsync<KubernetesException>()).Which.IsGone.Should().BeTrue();
    }

    [Fact]
    public async Task A_watch_ends_at_once_when_the_caller_gives_up()
    {
        using var cancellation = new CancellationTokenSource();
        var options = Options("default", null, TimeSpan.FromMinutes(5));
        await using var watch = fixture.Admin.WatchAsync<V1Lease>(options, cancellation.Token).GetAsyncEnumerator();
        var next = watch.MoveNextAsync().AsTask();

        await cancellation.CancelAsync();

        await next.Invoking(task => task.WaitAsync(TimeSpan.FromSeconds(10)))
            .Should()
            .ThrowAsync<OperationCanceledException>();
    }

    private static WatchOptions Options(string @namespace, string? version, TimeSpan timeout) =>
        new()
        {
            Namespace = @namespace,
            ResourceVersion = version,
            Timeout = timeout,
        };

    private static IEnumerable<string> Names(int count) => Enumerable.Range(0, count).Select(i => $"w{i}");

    /// <summary>Restarts the API server, and waits until it has read its storage: it refuses lists and watches before that.</summary>
    private async Task RestartAsync()
    {
        await fixture.ControlPlane.RestartApiServerAsync();
        var problem = "";
        await Eventually.TrueAsync(
            async () =>
            {
                try
                {
                    var fromMemory = new ListOptions { Namespace = "default", ResourceVersion = "0" };
                    await fixture.Admin.ListAsync<Widget>(fromMemory, None);
                    return true;
                }
                catch (Exception e) when (e is KubernetesException or HttpRequestException or IOException)
                {
                    problem = e.Message;
                    return false;
                }
            },
            () => $"the server lists again: {problem}",
            seconds: 180
        );
    }

    private async Task<List<WatchEvent<Widget>>> WatchAsync(string @namespace, string? version, TimeSpan timeout)
    {
        var events = new List<WatchEvent<Widget>>();
        await foreach (var e in fixture.Admin.WatchAsync<Widget>(Options(@namespace, version, timeout), None))
        {
            events.Add(e);
        }

        return events;
    }

    /// <summary>Creates an object when the first event comes, and returns the last event of the watch.</summary>
    private async Task<WatchEvent<Widget>> WatchAndChangeAsync(string @namespace, string? version, string name)
    {
        WatchEvent<Widget>? last = null;
        var options = Options(@namespace, version, TimeSpan.FromSeconds(8));
        await foreach (var watchEvent in fixture.Admin.WatchAsync<Widget>(options, None))
        {
            if (last is null)
            {
                await CreateAsync(@namespace, name, 1);
            }

            last = watchEvent;
        }

        return last ?? default;
    }

    private async Task<string> CreateAsync(int count)
    {
        var @namespace = await fixture.CreateNamespaceAsync();
        foreach (var (index, name) in Names(count).Index())
        {
            await CreateAsync(@namespace, name, index);
        }

        return @namespace;
    }

    private Task<Widget> CreateAsync(string @namespace, string name, int size) =>
        fixture.Admin.CreateAsync(
            new Widget
            {
                Metadata = new V1ObjectMeta
                {
                    Name = name,
                    NamespaceProperty = @namespace,
                    Labels = new Dictionary<string, string> { ["parity"] = size % 2 == 0 ? "even" : "odd" },
                },
                Spec = new WidgetSpec { Size = size },
            },
            None
        );

    private async Task ChangeAsync(Widget widget)
    {
        await fixture.Admin.UpdateAsync(widget with { Spec = new WidgetSpec { Size = 100 } }, None);
        await fixture.Admin.DeleteAsync<Widget>(EntityKey.Of(widget), None);
        await CreateAsync(widget.Namespace()!, "new", 7);
    }
}
