using System.Net;
using BillingOperator.ControllerRuntime.Health;
using BillingOperator.ControllerRuntime.Leading;
using BillingOperator.ControllerRuntime.Metrics;
using BillingOperator.ControllerRuntime.Tests.Cluster;
using BillingOperator.Kubernetes.Entities;
using BillingOperator.TestEnvironment;
using BillingOperator.TestEnvironment.Proxying;
using k8s.Models;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace BillingOperator.ControllerRuntime.Tests.Leading;

/// <summary>Operators of several releases in one cluster: one acts.</summary>
[Collection(ClusterCollection.Name)]
public sealed class RivalTests(ClusterFixture cluster)
{
    private readonly string _leaseName = $"rivals-{Guid.NewGuid():N}";

    [Fact]
    public async Task A_second_release_stands_by_says_so_and_takes_over_when_the_first_is_gone()
    {
        var (here, there) = await TwoNamespacesAsync();
        await using var first = await StartAsync(here, "first");
        await Eventually.TrueAsync(() => Leads(first), "the first acts");
        await using var second = Make(there, "second");
        var metrics = second.Get<PrometheusExporter>();
        await second.StartInSyncAsync();
        await cluster.Admin.CreateAsync(Widget.Named(there, "w"), default);

        await Eventually.TrueAsync(
            async () => (await StandingAsync(second)).Contains("first", StringComparison.Ordinal),
            "the second notices the first"
        );
        (await StandingAsync(second)).Should().StartWith("stands by: another operator").And.Contain(here);
        (await StandingAsync(first)).Should().StartWith("acts");
        metrics.Write().Should().Contain($"leader_election_rivals{{lease_namespace=\"{here}\"}} 1");
        second.Log.At(LogLevel.Warning).Should().ContainSingle().Which.Should().Contain($"{here}/{_leaseName}");
        second.Controller.Reconciled.Should().BeEmpty();
        await Eventually.TrueAsync(
            async () => string.IsNullOrEmpty((await LeaseAsync(there))!.Spec.HolderIdentity),
            "the younger lease is given back"
        );

        await first.StopAsync();

        await Eventually.TrueAsync(() => Leads(second), "the second takes over");
        await Eventually.TrueAsync(() => second.Controller.CallsFor("w") == 1, "and reconciles");
        metrics.Write().Should().NotContain("leader_election_rivals{");
        (await StandingAsync(second)).Should().StartWith("acts");
    }

    [Fact]
    public async Task An_older_lease_does_not_push_out_who_acts_but_keeps_its_turn()
    {
        var (older, younger) = await TwoNamespacesAsync();
        await using (var before = await StartAsync(older, "before"))
        {
            await Eventually.TrueAsync(() => Leads(before), "the older lease is made");
        }
        await using var acting = await StartAsync(younger, "acting");
        await Eventually.TrueAsync(() => Leads(acting), "the younger acts");

        await using var waiting = await StartAsync(older, "waiting");
        await Eventually.TrueAsync(
            async () => (await LeaseAsync(older))!.Spec.HolderIdentity == "waiting",
            "the older waits with its lease"
        );
        var version = (await LeaseAsync(older))!.Metadata.ResourceVersion;
        await Eventually.TrueAsync(
            async () => (await LeaseAsync(older))!.Metadata.ResourceVersion != version,
            "and renews it"
        );
        (Leads(acting), Leads(waiting)).Should().Be((true, false));

        await waiting.StopAsync();
        (await LeaseAsync(older))!.Spec.HolderIdentity.Should().BeNullOrEmpty("who stops while it waits lets go");
        Leads(acting).Should().BeTrue();
    }

    [Fact]
    public async Task Of_many_that_start_at_once_one_acts_at_a_time_until_the_last()
    {
        const int Releases = 3;
        List<TestOperator> all = [];
        for (var release = 0; release < Releases; release++)
        {
            var ns = await cluster.CreateNamespaceAsync();
            all.AddRange(Make(ns, $"{release}a"), Make(ns, $"{release}b"));
        }
        using var stop = new CancellationTokenSource();
        var most = 0;
        var watching = Task.Run(
            async () =>
            {
                while (!stop.IsCancellationRequested)
                {
                    most = Math.Max(most, all.Count(Leads));
                    await Task.Delay(5);
                }
            },
            CancellationToken.None
        );

        await Task.WhenAll(all.Select(op => op.StartAsync()));
        HashSet<TestOperator> acted = [];
        while (acted.Count < all.Count)
        {
            TestOperator? acting = null;
            await Eventually.TrueAsync(
                () =>
                    Task.FromResult((acting = all.SingleOrDefault(op => !acted.Contains(op) && Leads(op))) is not null),
                () => $"one acts:\n{string.Join('\n', all.SelectMany(op => op.Log.At(LogLevel.Information)))}",
                seconds: 60
            );
            acted.Add(acting!);
            await acting!.StopAsync();
        }

        await stop.CancelAsync();
        await watching;
        most.Should().Be(1);
        foreach (var op in all)
        {
            await op.DisposeAsync();
        }
    }

    [Fact]
    public async Task One_that_may_not_look_elsewhere_says_so_once_and_acts()
    {
        var ns = await cluster.CreateNamespaceAsync();
        await using var proxy = await cluster.StartProxyAsync();
        using var denied = proxy.Fail(
            request => request.Path.EndsWith("/leases", StringComparison.Ordinal) && request.Method == "GET",
            Faults.Status(HttpStatusCode.Forbidden)
        );

        await using var op = await StartAsync(ns, "blind", proxy.Endpoint);

        await Eventually.TrueAsync(() => Leads(op), "it acts");
        op.Log.At(LogLevel.Warning).Should().ContainSingle().Which.Should().Contain("list leases");
    }

    /// <summary>In the order that decides between leases of the same second.</summary>
    private async Task<(string, string)> TwoNamespacesAsync()
    {
        string[] both = [await cluster.CreateNamespaceAsync(), await cluster.CreateNamespaceAsync()];
        Array.Sort(both, StringComparer.Ordinal);
        return (both[0], both[1]);
    }

    private static bool Leads(TestOperator op) => op.Get<ILeadership>().IsLeader;

    private static async Task<string> StandingAsync(TestOperator op) =>
        (
            await op.Get<HealthCheckService>()
                .CheckHealthAsync(check => check.Tags.Contains(HealthTags.Ready), CancellationToken.None)
        )
            .Entries["leadership"]
            .Description!;

    private Task<V1Lease?> LeaseAsync(string ns) =>
        cluster.Admin.GetAsync<V1Lease>(new EntityKey(ns, _leaseName), default);

    private Task<TestOperator> StartAsync(string ns, string identity, Uri? server = null) =>
        Make(ns, identity, server).StartInSyncAsync();

    private TestOperator Make(string ns, string identity, Uri? server = null) =>
        new(
            cluster,
            ns,
            options =>
            {
                options.LeaderElection = true;
                options.LeaseName = _leaseName;
                options.Identity = identity;
                // No lease ends by itself on a busy machine: who takes over waits for none.
                options.LeaseDuration = TimeSpan.FromSeconds(30);
                options.RenewDeadline = TimeSpan.FromSeconds(20);
                options.RetryPeriod = TimeSpan.FromSeconds(0.5);
            },
            server: server
        );
}
