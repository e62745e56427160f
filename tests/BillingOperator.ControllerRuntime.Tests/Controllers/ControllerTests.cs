using BillingOperator.ControllerRuntime.Controllers;
using BillingOperator.ControllerRuntime.Queueing;
using BillingOperator.ControllerRuntime.Tests.Cluster;
using BillingOperator.ControllerRuntime.Writing;
using BillingOperator.Kubernetes.Entities;
using BillingOperator.TestEnvironment;
using BillingOperator.TestEnvironment.Proxying;
using k8s.Models;
using Microsoft.Extensions.Logging;

namespace BillingOperator.ControllerRuntime.Tests.Controllers;

[Collection(ClusterCollection.Name)]
public sealed class ControllerTests(ClusterFixture cluster)
{
    [Fact]
    public async Task A_failing_reconcile_is_retried_with_backoff_and_forgotten_once_it_works()
    {
        var ns = await cluster.CreateNamespaceAsync();
        await using var op = new TestOperator(cluster, ns);
        op.Controller.OnReconcile = (widget, _) =>
            op.Controller.CallsFor("w") switch
            {
                1 => throw new InvalidOperationException("thrown on purpose"),
                < 5 => Task.FromResult(ReconciliationResult<Widget>.Failure(widget, "refused on purpose")),
                _ => Task.FromResult(ReconciliationResult<Widget>.Success(widget)),
            };
        await op.StartInSyncAsync();
        await CreateAsync(ns, "w");

        await Eventually.TrueAsync(() => op.Controller.CallsFor("w") == 5, "it is retried until it works");
        var queue = op.Get<EntityQueue<Widget>>().Keys;
        await Eventually.TrueAsync(() => queue.Failures(new(ns, "w")) == 0, "its backoff starts again");
        queue.Delayed.Should().Be(0);
        op.Log.At(LogLevel.Warning)
            .Should()
            .HaveCount(4)
            .And.OnlyContain(line => line.Contains($"Widget {ns}/w failed"));
    }

    [Fact]
    public async Task A_terminal_failure_is_not_retried_before_the_object_changes()
    {
        var ns = await cluster.CreateNamespaceAsync();
        await using var op = new TestOperator(cluster, ns);
        op.Controller.OnReconcile = (widget, _) =>
            Task.FromResult(ReconciliationResult<Widget>.Terminal(widget, "never like this"));
        await op.StartInSyncAsync();
        await CreateAsync(ns, "w");
        var queue = op.Get<EntityQueue<Widget>>().Keys;
        await Eventually.TrueAsync(() => op.Log.At(LogLevel.Warning).Any(), "it is called");

        queue.Delayed.Should().Be(0);
        queue.Depth.Should().Be(0);
        op.Controller.CallsFor("w").Should().Be(1);

        await ChangeAsync(ns, "w", "red");
        await Eventually.TrueAsync(() => op.Controller.CallsFor("w") == 2, "a change calls it again");
    }

    [Fact]
    public async Task A_conflict_is_retried_from_fresh_state_and_is_no_error()
    {
        var ns = await cluster.CreateNamespaceAsync();
        await using var op = new TestOperator(cluster, ns);
        var writer = op.Get<IStatusWriter<Widget>>();
        op.Controller.OnReconcile = async (widget, token) =>
        {
            if (op.Controller.CallsFor("w") == 1)
            {
                await ChangeAsync(ns, "w", "red");
            }

            widget = widget with { Status = new() { Seen = widget.Spec.Color } };
            return ReconciliationResult<Widget>.Success(await writer.ApplyAsync(widget, token));
        };
        await op.StartInSyncAsync();
        await CreateAsync(ns, "w");

        await Eventually.TrueAsync(() => op.Cached(ns, "w")?.Status?.Seen == "red", "the fresh state is judged");
        (await GetAsync(ns, "w")).Status!.Seen.Should().Be("red");
        op.Log.At(LogLevel.Warning).Should().BeEmpty();
    }

    [Fact]
    public async Task A_status_is_written_once_causes_no_second_reconcile_and_is_not_written_again()
    {
        var ns = await cluster.CreateNamespaceAsync();
        await using var proxy = await cluster.StartProxyAsync();
        await using var op = new TestOperator(cluster, ns, server: proxy.Endpoint);
        var writer = op.Get<IStatusWriter<Widget>>();
        op.Controller.OnReconcile = async (widget, token) =>
        {
            var status = new WidgetStatus { Seen = widget.Spec.Color, Parts = ["a", "b"] };
            var written = await writer.ApplyAsync(widget with { Status = status }, token);
            op.Cached(ns, "w")!.Status!.Seen.Should().Be(widget.Spec.Color, "it is written through to the cache");
            return ReconciliationResult<Widget>.Success(written);
        };
        await op.StartInSyncAsync();
        await CreateAsync(ns, "w");
        await Eventually.TrueAsync(() => Patches(proxy) == 1, "the status is written");
        var queue = op.Get<IEntityQueue<Widget>>();

        // The marker's event comes after that of the write, so the latter has been through when the marker is seen.
        await CreateAsync(ns, "marker");
        await Eventually.TrueAsync(() => op.Cached(ns, "marker")?.Status is not null, "the watch goes on");
        var calls = op.Controller.CallsFor("w");
        calls.Should().BeLessThanOrEqualTo(2, "only a watch quicker than the answer may cause a second look");
        queue.Add(new(ns, "w"));
        await Eventually.TrueAsync(() => op.Controller.CallsFor("w") == calls + 1, "it is looked at again");

        Patches(proxy).Should().Be(2, "one write for each of the two objects");
        op.Log.At(LogLevel.Warning).Should().BeEmpty();
    }

    [Fact]
    public async Task A_deleted_object_is_handed_over_with_its_last_state_and_its_successor_is_reconciled()
    {
        var ns = await cluster.CreateNamespaceAsync();
        await using var op = await new TestOperator(cluster, ns).StartInSyncAsync();
        var failed = false;
        op.Controller.OnDeleted = (widget, _) =>
        {
            (var again, failed) = (failed, true);
            return again
                ? Task.FromResult(ReconciliationResult<Widget>.Success(widget))
                : throw new InvalidOperationException("once");
        };
        await CreateAsync(ns, "w");
        await ChangeAsync(ns, "w", "red");
        await Eventually.TrueAsync(() => op.Cached(ns, "w")?.Spec.Color == "red", "the change is seen");
        var uid = op.Cached(ns, "w")!.Metadata.Uid;

        await cluster.Admin.DeleteAsync<Widget>(new(ns, "w"), default);
        await CreateAsync(ns, "w");

        await Eventually.TrueAsync(() => op.Controller.Deleted.Count == 2, "a failed clean-up is tried again");
        op.Controller.Deleted.Should().OnlyContain(widget => widget.Metadata.Uid == uid && widget.Spec.Color == "red");
        await Eventually.TrueAsync(
            () => op.Controller.Reconciled.Any(widget => widget.Metadata.Uid != uid),
            "the successor is reconciled"
        );
    }

    [Fact]
    public async Task Another_kind_s_changes_reconcile_what_they_concern()
    {
        var ns = await cluster.CreateNamespaceAsync();
        await CreateAsync(ns, "w");
        await using var op = await new TestOperator(
            cluster,
            ns,
            parts: builder => builder.AddCache<V1Secret>(cache => cache.Namespace = ns),
            controller: options =>
                options.Watches<V1Secret>((_, secret) => [new EntityKey(ns, secret.Metadata.Labels!["for"])])
        ).StartInSyncAsync();
        await Eventually.TrueAsync(() => op.Controller.CallsFor("w") == 1, "it is reconciled at the start");

        var secret = new V1Secret
        {
            Metadata = new()
            {
                NamespaceProperty = ns,
                Name = "s",
                Labels = new Dictionary<string, string> { ["for"] = "w" },
            },
        };
        await cluster.Admin.CreateAsync(secret, default);

        await Eventually.TrueAsync(() => op.Controller.CallsFor("w") == 2, "the secret concerns it");
    }

    [Fact]
    public async Task What_is_asked_for_later_comes_later_and_changes_can_be_passed_over()
    {
        var ns = await cluster.CreateNamespaceAsync();
        await using var op = new TestOperator(
            cluster,
            ns,
            controller: options => options.IsChange = (before, after) => before.Spec.Color != after.Spec.Color
        );
        op.Controller.OnReconcile = (widget, _) =>
            Task.FromResult(
                ReconciliationResult<Widget>.Success(
                    widget,
                    op.Controller.CallsFor("w") == 1 ? TimeSpan.FromMilliseconds(300) : null
                )
            );
        await op.StartInSyncAsync();
        await CreateAsync(ns, "w");
        await Eventually.TrueAsync(() => op.Controller.CallsFor("w") == 2, "it is looked at again");

        await cluster.ControlPlane.KubectlAsync("-n", ns, "label", "widget", "w", "a=b");
        await CreateAsync(ns, "marker");
        await Eventually.TrueAsync(() => op.Controller.CallsFor("marker") == 1, "the marker is seen");

        op.Cached(ns, "w")!.Metadata.Labels.Should().ContainKey("a");
        op.Controller.CallsFor("w").Should().Be(2);
    }

    private static int Patches(FaultProxy proxy) => proxy.Requests.Count(request => request.Method == "PATCH");

    private Task<Widget> CreateAsync(string ns, string name) =>
        cluster.Admin.CreateAsync(Widget.Named(ns, name), default);

    private async Task<Widget> GetAsync(string ns, string name) =>
        (await cluster.Admin.GetAsync<Widget>(new EntityKey(ns, name), default))!;

    private async Task ChangeAsync(string ns, string name, string color) =>
        await cluster.Admin.UpdateAsync(await GetAsync(ns, name) with { Spec = new() { Color = color } }, default);
}
