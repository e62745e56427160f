using System.Net;
using BillingOperator.ControllerRuntime.Eventing;
using BillingOperator.ControllerRuntime.Tests.Cluster;
using BillingOperator.Kubernetes.Client;
using BillingOperator.TestEnvironment;
using BillingOperator.TestEnvironment.Proxying;
using k8s.Models;
using Microsoft.Extensions.Logging;

namespace BillingOperator.ControllerRuntime.Tests.Eventing;

[Collection(ClusterCollection.Name)]
public sealed class EventTests(ClusterFixture cluster)
{
    [Fact]
    public async Task An_event_says_who_reports_what_about_which_object()
    {
        var ns = await cluster.CreateNamespaceAsync();
        await using var op = await StartAsync(ns);
        var widget = await cluster.Admin.CreateAsync(Widget.Named(ns, "w"), default);

        await op.Get<EventPublisher>()(widget, "Painted", new string('x', 3000), EventType.Warning);

        var sent = (await EventsAsync(ns, count: 1)).Single();
        sent.Reason.Should().Be("Painted");
        sent.Type.Should().Be("Warning");
        sent.Note.Should().HaveLength(1024);
        sent.ReportingController.Should().Be("widget-operator");
        sent.Regarding.Should()
            .BeEquivalentTo(
                new
                {
                    Kind = "Widget",
                    NamespaceProperty = ns,
                    Name = "w",
                    widget.Metadata.Uid,
                }
            );
    }

    [Fact]
    public async Task Repetitions_become_one_series()
    {
        var ns = await cluster.CreateNamespaceAsync();
        await using var op = await StartAsync(ns);
        var publish = op.Get<EventPublisher>();

        for (var i = 0; i < 40; i++)
        {
            await publish(Widget.Named(ns, "w"), "Painted", "blue");
        }

        await publish(Widget.Named(ns, "w"), "Painted", "red");
        await Eventually.TrueAsync(
            async () => (await EventsAsync(ns, count: 2)).Any(one => one.Series?.Count == 40),
            "the series counts all"
        );
        (await EventsAsync(ns, count: 2)).Should().HaveCount(2);
    }

    [Fact]
    public async Task Too_many_different_events_about_one_object_are_dropped()
    {
        var ns = await cluster.CreateNamespaceAsync();
        await using var op = await StartAsync(ns);
        var publish = op.Get<EventPublisher>();

        for (var i = 0; i < 40; i++)
        {
            await publish(Widget.Named(ns, "noisy"), "Painted", $"color {i}");
        }

        await publish(Widget.Named(ns, "quiet"), "Painted", "blue");
        await Eventually.TrueAsync(
            async () => (await EventsAsync(ns, count: 26)).Any(one => one.Regarding!.Name == "quiet"),
            "others are not held up"
        );
        (await EventsAsync(ns, count: 26)).Should().HaveCount(26);
    }

    [Fact]
    public async Task Events_about_cluster_scoped_objects_go_where_the_server_wants_them()
    {
        var ns = await cluster.CreateNamespaceAsync();
        await using var op = await StartAsync(ns);
        var name = $"c{Guid.NewGuid():N}";
        var node = new V1Secret
        {
            Kind = "Node",
            Metadata = new() { Name = name },
        };

        await op.Get<EventPublisher>()(node, "Seen", "a node");

        // API server 1.20 wants "kube-system"; later ones take "default" too.
        await Eventually.TrueAsync(
            async () =>
                (await cluster.Admin.ListAsync<Eventsv1Event>(new ListOptions(), default)).Items.Any(one =>
                    one.Regarding!.Name == name
                    && one.Regarding.NamespaceProperty is null
                    && one.Namespace() is ("default" or "kube-system")
                ),
            "it is there"
        );
        op.Log.At(LogLevel.Warning).Should().BeEmpty();
    }

    [Fact]
    public async Task A_server_that_refuses_events_is_logged_once_and_hurts_nobody()
    {
        var ns = await cluster.CreateNamespaceAsync();
        await using var proxy = await cluster.StartProxyAsync();
        using var refused = proxy.Fail(
            request => request.Path.Contains("/events", StringComparison.Ordinal),
            Faults.Status(HttpStatusCode.Forbidden)
        );
        await using var op = await StartAsync(ns, proxy.Endpoint);
        var publish = op.Get<EventPublisher>();

        for (var i = 0; i < 5; i++)
        {
            await publish(Widget.Named(ns, "w"), "Painted", $"color {i}");
        }

        await Eventually.TrueAsync(() => refused.Hits == 5, "each is tried once");
        op.Log.At(LogLevel.Warning).Should().ContainSingle().Which.Should().Contain("event could not be sent");
    }

    [Fact]
    public async Task What_was_published_before_the_stop_is_sent()
    {
        var ns = await cluster.CreateNamespaceAsync();
        await using var op = await StartAsync(ns);

        await op.Get<EventPublisher>()(Widget.Named(ns, "w"), "Stopping", "now");
        await op.StopAsync();

        (await EventsAsync(ns, count: 1)).Should().ContainSingle();
    }

    private Task<TestOperator> StartAsync(string ns, Uri? server = null) =>
        new TestOperator(
            cluster,
            ns,
            options => options.EventSeriesInterval = TimeSpan.FromMilliseconds(200),
            server: server
        ).StartInSyncAsync();

    private async Task<IReadOnlyList<Eventsv1Event>> EventsAsync(string ns, int count)
    {
        IReadOnlyList<Eventsv1Event> events = [];
        await Eventually.TrueAsync(
            async () =>
            {
                events = (
                    await cluster.Admin.ListAsync<Eventsv1Event>(new ListOptions { Namespace = ns }, default)
                ).Items;
                return events.Count >= count;
            },
            $"{count} events"
        );
        return events;
    }
}
