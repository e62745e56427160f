using BillingOperator.ControllerRuntime.Controllers;
using BillingOperator.ControllerRuntime.Leading;
using BillingOperator.ControllerRuntime.Tests.Cluster;
using BillingOperator.ControllerRuntime.Writing;
using BillingOperator.Kubernetes.Client;
using BillingOperator.Kubernetes.Entities;
using BillingOperator.TestEnvironment;
using BillingOperator.TestEnvironment.Proxying;
using Microsoft.Extensions.Logging;

namespace BillingOperator.ControllerRuntime.Tests.Faulting;

/// <summary>
/// A leading operator behind a proxy, whose controller says in the status what it has seen, and widgets that change
/// behind its back.
/// </summary>
internal sealed class FaultScene : IAsyncDisposable
{
    private const int Widgets = 12;
    private readonly ClusterFixture _cluster;
    private readonly string _namespace;
    private readonly HashSet<string> _deleted = [];

    private FaultScene(ClusterFixture cluster, string @namespace, FaultProxy proxy, bool patient)
    {
        _cluster = cluster;
        _namespace = @namespace;
        Proxy = proxy;
        Operator = new TestOperator(
            cluster,
            @namespace,
            options =>
            {
                options.LeaderElection = true;
                options.WatchTimeout = TimeSpan.FromSeconds(3);
                // Longer than the trouble lasts on a busy machine.
                options.RenewDeadline = TimeSpan.FromSeconds(patient ? 120 : 30);
                options.LeaseDuration = options.RenewDeadline * 1.5;
            },
            server: proxy.Endpoint,
            controller: options => options.Workers = 4,
            client: options => options.RequestTimeout = TimeSpan.FromSeconds(2)
        );
        Operator.Controller.OnReconcile = SayWhatIsSeenAsync;
    }

    public FaultProxy Proxy { get; }

    public TestOperator Operator { get; }

    public ControlPlane ControlPlane => _cluster.ControlPlane;

    /// <summary>Starts the operator, and waits until it leads and has dealt with the first widgets.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="patient">Whether the leader has longer than usual to renew its lease.</param>
    public static async Task<FaultScene> StartAsync(ClusterFixture cluster, bool patient)
    {
        var ns = await cluster.CreateNamespaceAsync();
        var scene = new FaultScene(cluster, ns, await cluster.StartProxyAsync(), patient);
        for (var i = 0; i < Widgets; i++)
        {
            await cluster.Admin.CreateAsync(Widget.Named(ns, $"w{i:00}"), default);
        }

        await scene.Operator.StartInSyncAsync();
        await scene.ConvergesAsync();
        return scene;
    }

    /// <summary>Creates, changes and deletes widgets, and puts a new one in the place of one.</summary>
    public async Task ChangeAsync()
    {
        for (var i = 0; i < 3; i++)
        {
            await UntilItWorksAsync(() => CreateAsync($"new{i}"));
            await UntilItWorksAsync(() => PaintAsync($"w{i:00}", "red"));
            await UntilItWorksAsync(() => DeleteAsync($"w{i + 3:00}"));
        }

        await UntilItWorksAsync(() => DeleteAsync("w06"));
        await UntilItWorksAsync(() => CreateAsync("w06"));
        await UntilItWorksAsync(() => PaintAsync("new0", "green"));
    }

    /// <summary>
    /// Waits until the cache equals the server's list, every status tells of the newest generation, and every delete was
    /// passed on; the leader must be the same as before.
    /// </summary>
    public async Task ConvergesAsync()
    {
        var problem = "";
        await Eventually.TrueAsync(
            async () =>
            {
                Operator.Lifetime.ApplicationStopping.IsCancellationRequested.Should().BeFalse(Log());
                return (problem = await FindProblemAsync()).Length == 0;
            },
            () => $"{problem}\n{Log()}",
            seconds: 180
        );
        Operator.Get<ILeadership>().IsLeader.Should().BeTrue(Log());
    }

    public async ValueTask DisposeAsync()
    {
        await Operator.DisposeAsync();
        await Proxy.DisposeAsync();
    }

    private string Log() => string.Join('\n', Operator.Log.At(LogLevel.Debug));

    private static async Task UntilItWorksAsync(Func<Task> change)
    {
        Exception? last = null;
        await Eventually.TrueAsync(
            async () =>
            {
                try
                {
                    await change();
                    return true;
                }
                catch (Exception e) when (e is HttpRequestException or IOException or KubernetesException)
                {
                    // The API server is down, or somebody else wrote the object just now.
                    last = e;
                    return false;
                }
            },
            () => $"the test's own change goes through: {last}",
            seconds: 60
        );
    }

    private async Task CreateAsync(string name)
    {
        if (await _cluster.Admin.GetAsync<Widget>(new(_namespace, name), default) is null)
        {
            await _cluster.Admin.CreateAsync(Widget.Named(_namespace, name), default);
        }
    }

    private async Task PaintAsync(string name, string color)
    {
        var widget = await _cluster.Admin.GetAsync<Widget>(new(_namespace, name), default);
        await _cluster.Admin.UpdateAsync(widget! with { Spec = new() { Color = color } }, default);
    }

    private async Task DeleteAsync(string name)
    {
        var widget = await _cluster.Admin.GetAsync<Widget>(new(_namespace, name), default);
        if (widget is not null)
        {
            _deleted.Add(widget.Metadata.Uid!);
            await _cluster.Admin.DeleteAsync<Widget>(new(_namespace, name), default);
        }
    }

    private async Task<ReconciliationResult<Widget>> SayWhatIsSeenAsync(Widget widget, CancellationToken token)
    {
        var status = new WidgetStatus { ObservedGeneration = widget.Metadata.Generation, Seen = widget.Spec.Color };
        var writer = Operator.Get<IStatusWriter<Widget>>();
        return ReconciliationResult<Widget>.Success(await writer.ApplyAsync(widget with { Status = status }, token));
    }

    private async Task<string> FindProblemAsync()
    {
        EntityList<Widget> list;
        try
        {
            list = await _cluster.Admin.ListAsync<Widget>(new ListOptions { Namespace = _namespace }, default);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or KubernetesException)
        {
            // A server that was restarted answers 429 until it has read its storage.
            return $"the test cannot list: {e.Message}";
        }

        var unseen = list.Items.Where(widget =>
            widget.Status?.ObservedGeneration != widget.Metadata.Generation || widget.Status?.Seen != widget.Spec.Color
        );
        var (cached, stored) = (Versions(Operator.Cache.List()), Versions(list.Items));
        var notTold = _deleted.Except(Operator.Controller.Deleted.Select(widget => widget.Metadata.Uid!));
        return string.Join(
            "; ",
            unseen
                .Select(widget => $"{widget.Metadata.Name} is not reconciled")
                .Concat(cached.Except(stored).Select(version => $"only the cache has {version}"))
                .Concat(stored.Except(cached).Select(version => $"only the server has {version}"))
                .Concat(notTold.Select(uid => $"the delete of {uid} was not passed on"))
        );
    }

    private static HashSet<string> Versions(IEnumerable<Widget> widgets) =>
        [.. widgets.Select(widget => $"{widget.Metadata.Name}@{widget.Metadata.ResourceVersion}")];
}
