using BillingOperator.ControllerRuntime.Controllers;
using BillingOperator.ControllerRuntime.Hosting;
using BillingOperator.ControllerRuntime.Leading;
using BillingOperator.ControllerRuntime.Queueing;
using BillingOperator.ControllerRuntime.Tests.Cluster;
using BillingOperator.Kubernetes.Entities;
using BillingOperator.TestEnvironment;
using k8s.Models;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace BillingOperator.ControllerRuntime.Tests.Hosting;

[Collection(ClusterCollection.Name)]
public sealed class OperatorHostTests(ClusterFixture cluster)
{
    [Fact]
    public async Task On_stop_the_running_reconcile_ends_then_the_leader_task_and_then_the_lease_goes()
    {
        var ns = await cluster.CreateNamespaceAsync();
        var steps = new List<string>();
        var task = new ObservedTask(steps);
        var entered = new TaskCompletionSource();
        var leave = new TaskCompletionSource();
        await using var op = Build(ns, builder => builder.Services.AddSingleton(task), drainSeconds: 20);
        op.Controller.OnReconcile = async (widget, token) =>
        {
            entered.TrySetResult();
            await leave.Task.WaitAsync(token);
            lock (steps)
            {
                steps.Add("reconciled");
            }

            return ReconciliationResult<Widget>.Success(widget);
        };
        await cluster.Admin.CreateAsync(Widget.Named(ns, "a"), default);
        await cluster.Admin.CreateAsync(Widget.Named(ns, "b"), default);
        await op.StartInSyncAsync();
        await entered.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await task.Started.WaitAsync(TimeSpan.FromSeconds(30));

        var stop = op.StopAsync();
        var queue = op.Get<EntityQueue<Widget>>().Keys;
        await Eventually.TrueAsync(() => queue.Depth == 0, "the key that waits is dropped");
        op.Get<ILeadership>().IsLeader.Should().BeTrue("the reconcile may still write");
        leave.SetResult();
        await stop.WaitAsync(TimeSpan.FromSeconds(30));

        steps.Should().Equal("task started", "reconciled", "task ended");
        op.Controller.Reconciled.Should().ContainSingle("no key is taken after the stop");
        (await HolderAsync(ns)).Should().BeNullOrEmpty();
        op.Get<ILeadership>().IsLeader.Should().BeFalse();
    }

    [Fact]
    public async Task A_reconcile_that_does_not_end_is_cancelled()
    {
        var ns = await cluster.CreateNamespaceAsync();
        var cancelled = new TaskCompletionSource();
        await using var op = Build(ns);
        op.Controller.OnReconcile = async (widget, token) =>
        {
            await using var registration = token.Register(() => cancelled.TrySetResult());
            await cancelled.Task;
            token.ThrowIfCancellationRequested();
            return ReconciliationResult<Widget>.Success(widget);
        };
        await cluster.Admin.CreateAsync(Widget.Named(ns, "a"), default);
        await op.StartInSyncAsync();
        await Eventually.TrueAsync(() => op.Controller.Reconciled.Count == 1, "it is being reconciled");

        await op.StopAsync().WaitAsync(TimeSpan.FromSeconds(30));

        cancelled.Task.IsCompleted.Should().BeTrue();
        (await HolderAsync(ns)).Should().BeNullOrEmpty("it ended after all");
        op.Log.At(LogLevel.Warning).Should().BeEmpty();
    }

    [Fact]
    public async Task While_something_may_still_write_the_lease_is_not_released()
    {
        var ns = await cluster.CreateNamespaceAsync();
        var never = new TaskCompletionSource();
        await using var op = Build(ns);
        op.Controller.OnReconcile = async (widget, _) =>
        {
            await never.Task;
            return ReconciliationResult<Widget>.Success(widget);
        };
        await cluster.Admin.CreateAsync(Widget.Named(ns, "a"), default);
        await op.StartInSyncAsync();
        await Eventually.TrueAsync(() => op.Controller.Reconciled.Count == 1, "it is being reconciled");

        await op.StopAsync().WaitAsync(TimeSpan.FromSeconds(30));

        (await HolderAsync(ns)).Should().Be("me");
        op.Get<ILeadership>().IsLeader.Should().BeFalse();
        never.SetResult();
    }

    [Fact]
    public async Task A_leader_task_that_breaks_is_logged_and_starts_again()
    {
        var ns = await cluster.CreateNamespaceAsync();
        var steps = new List<string>();
        await using var op = Build(
            ns,
            builder => builder.Services.AddSingleton(new ObservedTask(steps) { Breaks = 1 })
        );
        await op.StartInSyncAsync();

        await Eventually.TrueAsync(() => steps.Count == 2, "it starts again");

        op.Log.At(LogLevel.Error).Should().ContainSingle().Which.Should().Contain("on purpose");
    }

    private TestOperator Build(string ns, Action<IOperatorBuilder>? parts = null, int drainSeconds = 1) =>
        new(
            cluster,
            ns,
            options =>
            {
                options.LeaderElection = true;
                options.Identity = "me";
                options.DrainTimeout = TimeSpan.FromSeconds(drainSeconds);
            },
            builder =>
            {
                if (parts is not null)
                {
                    parts(builder);
                    builder.AddLeaderTask<ObservedTask>();
                }
            }
        );

    private async Task<string?> HolderAsync(string ns) =>
        (await cluster.Admin.GetAsync<V1Lease>(new EntityKey(ns, ns), default))!.Spec.HolderIdentity;

    private sealed class ObservedTask(List<string> steps) : ILeaderTask
    {
        private readonly TaskCompletionSource _started = new();

        public Task Started => _started.Task;

        public int Breaks { get; set; }

        public async Task RunAsync(CancellationToken cancellationToken)
        {
            Add("task started");
            _started.TrySetResult();
            if (Breaks-- > 0)
            {
                throw new InvalidOperationException("on purpose");
            }

            await Task.Delay(Timeout.Infinite, cancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Add("task ended");
        }

        private void Add(string step)
        {
            lock (steps)
            {
                steps.Add(step);
            }
        }
    }
}
