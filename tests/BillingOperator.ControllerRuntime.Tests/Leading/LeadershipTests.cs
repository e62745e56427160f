using BillingOperator.ControllerRuntime.Leading;
using BillingOperator.ControllerRuntime.Tests.Cluster;
using BillingOperator.ControllerRuntime.Writing;
using BillingOperator.Kubernetes.Client;
using BillingOperator.Kubernetes.Entities;
using BillingOperator.TestEnvironment;
using k8s.Models;
using Microsoft.Extensions.Logging.Abstractions;

namespace BillingOperator.ControllerRuntime.Tests.Leading;

[Collection(ClusterCollection.Name)]
public sealed class LeadershipTests(ClusterFixture cluster) : IDisposable
{
    private readonly int _exitCode = Environment.ExitCode;

    public void Dispose() => Environment.ExitCode = _exitCode;

    [Fact]
    public async Task One_replica_leads_the_other_keeps_a_warm_cache_and_takes_over_at_once_after_a_clean_stop()
    {
        var ns = await cluster.CreateNamespaceAsync();
        await using var first = await StartAsync(ns, "first");
        await Eventually.TrueAsync(() => first.Get<ILeadership>().IsLeader, "the first leads");
        await using var second = await StartAsync(ns, "second");
        await cluster.Admin.CreateAsync(Widget.Named(ns, "w"), default);
        await Eventually.TrueAsync(() => first.Controller.CallsFor("w") == 1, "the leader reconciles");
        await Eventually.TrueAsync(() => second.Cached(ns, "w") is not null, "the standby sees");
        second.Get<ILeadership>().IsLeader.Should().BeFalse();
        second.Controller.Reconciled.Should().BeEmpty();

        await first.StopAsync();

        var lease = await LeaseAsync(ns);
        lease.Spec.HolderIdentity.Should().BeOneOf(null, "", "second");
        await Eventually.TrueAsync(() => second.Get<ILeadership>().IsLeader, "the second leads");
        await Eventually.TrueAsync(() => second.Controller.CallsFor("w") == 1, "and reconciles all");
        (await LeaseAsync(ns)).Spec.LeaseTransitions.Should().BeGreaterThan(0);
    }

    [Fact]
    public async Task A_leader_that_cannot_renew_stops_in_time_and_ends_with_code_1_while_another_takes_over()
    {
        var ns = await cluster.CreateNamespaceAsync();
        await using var proxy = await cluster.StartProxyAsync();
        await using var cutOff = await StartAsync(ns, "cut-off", proxy.Endpoint, leaseSeconds: 6);
        await Eventually.TrueAsync(() => cutOff.Get<ILeadership>().IsLeader, "it leads");
        await using var other = await StartAsync(ns, "other", leaseSeconds: 6);
        var bothLed = false;

        await proxy.RefuseConnectionsAsync();

        await Eventually.TrueAsync(
            () =>
            {
                var (one, two) = (cutOff.Get<ILeadership>().IsLeader, other.Get<ILeadership>().IsLeader);
                bothLed |= one && two;
                return two;
            },
            "the other leads"
        );
        bothLed.Should().BeFalse();
        await Eventually.TrueAsync(() => cutOff.Lifetime.ApplicationStopping.IsCancellationRequested, "it stops");
        Environment.ExitCode.Should().Be(1);
    }

    [Fact]
    public async Task A_leader_whose_lease_is_stolen_stops_at_its_next_renewal()
    {
        var ns = await cluster.CreateNamespaceAsync();
        await using var op = await StartAsync(ns, "victim");
        await Eventually.TrueAsync(() => op.Get<ILeadership>().IsLeader, "it leads");

        await cluster.ControlPlane.KubectlAsync([
            "-n",
            ns,
            "patch",
            "lease",
            ns,
            "--type=merge",
            "-p",
            """{"spec":{"holderIdentity":"thief"}}""",
        ]);

        await Eventually.TrueAsync(() => !op.Get<ILeadership>().IsLeader, "it leads no longer");
        await Eventually.TrueAsync(() => op.Lifetime.ApplicationStopping.IsCancellationRequested, "it stops");
        (await LeaseAsync(ns)).Spec.HolderIdentity.Should().Be("thief", "a lease that is not held is not released");
    }

    [Fact]
    public async Task An_answer_lost_after_the_server_renewed_the_lease_does_not_lose_it()
    {
        var ns = await cluster.CreateNamespaceAsync();
        await using var proxy = await cluster.StartProxyAsync();
        await using var op = await StartAsync(ns, "lucky", proxy.Endpoint);
        await Eventually.TrueAsync(() => op.Get<ILeadership>().IsLeader, "it leads");

        using var lost = proxy.Fail(
            request => request.Method == "PUT",
            TestEnvironment.Proxying.Faults.AnswerLost(),
            times: 1
        );
        await Eventually.TrueAsync(() => lost.Hits == 1, "an answer is lost");
        var version = (await LeaseAsync(ns)).Metadata.ResourceVersion;

        await Eventually.TrueAsync(
            async () => (await LeaseAsync(ns)).Metadata.ResourceVersion != version,
            "the lease is renewed again"
        );
        op.Get<ILeadership>().IsLeader.Should().BeTrue();
        op.Lifetime.ApplicationStopping.IsCancellationRequested.Should().BeFalse();
    }

    [Fact]
    public async Task A_stop_in_the_middle_of_a_renewal_releases_the_lease_all_the_same()
    {
        var ns = await cluster.CreateNamespaceAsync();
        await using var proxy = await cluster.StartProxyAsync();
        await using var op = await StartAsync(ns, "renewing", proxy.Endpoint);
        await Eventually.TrueAsync(() => op.Get<ILeadership>().IsLeader, "it leads");
        var renewed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var held = proxy.Fail(
            request => request.Method == "PUT",
            async exchange =>
            {
                using var answer = await exchange.SendAsync();
                renewed.TrySetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, exchange.Aborted);
            },
            times: 1
        );
        await renewed.Task.WaitAsync(TimeSpan.FromSeconds(30));

        await op.StopAsync();

        (await LeaseAsync(ns)).Spec.HolderIdentity.Should().BeNullOrEmpty();
    }

    [Fact]
    public async Task A_leader_that_slept_past_its_lease_knows_it_at_once_and_writes_nothing()
    {
        var ns = await cluster.CreateNamespaceAsync();
        var time = new ManualTime();
        await using var op = await new TestOperator(cluster, ns).StartInSyncAsync();
        var options = new OperatorOptions { Name = "sleeper", Namespace = ns };
        var elector = new LeaseElector(
            op.Get<IKubernetesClient>(),
            options,
            time,
            new LeaseTerm(time),
            new RivalLeases(
                op.Get<IKubernetesClient>(),
                options,
                time,
                Meters.Runtime(),
                NullLogger<RivalLeases>.Instance
            ),
            Meters.Runtime(),
            NullLogger<LeaseElector>.Instance
        );
        await elector.AcquireAsync(default);
        var widget = await cluster.Admin.CreateAsync(Widget.Named(ns, "w"), default);
        await Eventually.TrueAsync(() => op.Cached(ns, "w") is not null, "it is cached");
        var writer = new StatusWriter<Widget>(
            op.Get<ControllerRuntime.Caching.EntityStore<Widget>>(),
            op.Get<IKubernetesClient>(),
            elector,
            op.Get<StatusJson>(),
            op.Get<StatusRefusals>(),
            [],
            options
        );
        time.Advance(TimeSpan.FromSeconds(9.9));
        elector.IsLeader.Should().BeTrue();

        time.Advance(TimeSpan.FromSeconds(0.1));

        elector.IsLeader.Should().BeFalse();
        var late = () => writer.ApplyAsync(widget with { Status = new() { Seen = "late" } }, default);
        await late.Should().ThrowAsync<NotLeaderException>();
        (await cluster.Admin.GetAsync<Widget>(new(ns, "w"), default))!.Status.Should().BeNull();
    }

    [Fact]
    public async Task Once_the_term_is_lost_the_client_sends_nothing_more()
    {
        var ns = await cluster.CreateNamespaceAsync();
        await using var op = await StartAsync(ns, "loser");
        await Eventually.TrueAsync(() => op.Get<ILeadership>().IsLeader, "it leads");
        var client = op.Get<IKubernetesClient>();

        op.Get<LeaseTerm>().End(inGoodOrder: false);

        var late = () => client.CreateAsync(Widget.Named(ns, "late"), default);
        await late.Should().ThrowAsync<HttpRequestException>();
        (await cluster.Admin.GetAsync<Widget>(new(ns, "late"), default)).Should().BeNull();
    }

    [Fact]
    public void Times_that_do_not_fit_together_are_refused()
    {
        var options = new OperatorOptions { RenewDeadline = TimeSpan.FromSeconds(15) };

        options.Invoking(one => one.Validate()).Should().Throw<ArgumentException>().WithMessage("*LeaseDuration*");
    }

    private async Task<V1Lease> LeaseAsync(string ns) =>
        (await cluster.Admin.GetAsync<V1Lease>(new EntityKey(ns, ns), default))!;

    // The usual lease is longer than any test: it does not end by itself.
    private Task<TestOperator> StartAsync(string ns, string identity, Uri? server = null, int leaseSeconds = 120) =>
        new TestOperator(
            cluster,
            ns,
            options =>
            {
                options.LeaderElection = true;
                options.Identity = identity;
                options.LeaseDuration = TimeSpan.FromSeconds(leaseSeconds);
                options.RenewDeadline = options.LeaseDuration * 2 / 3;
                options.RetryPeriod = TimeSpan.FromSeconds(0.5);
            },
            server: server
        ).StartInSyncAsync();
}
