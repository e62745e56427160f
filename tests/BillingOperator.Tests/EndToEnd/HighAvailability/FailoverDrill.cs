using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using BillingOperator.TestEnvironment;

namespace BillingOperator.Tests.EndToEnd.HighAvailability;

/// <summary>Ends leaders in the middle of their work, and waits for those that follow.</summary>
/// <param name="installation">The cluster and the store.</param>
/// <param name="site">Tenants, bucket and event.</param>
/// <param name="tenants">How many tenants there are.</param>
/// <param name="random">Chooses the moments.</param>
public sealed class FailoverDrill(Installation installation, Site site, int tenants, Random random) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(10);

    private readonly TenantChanges _changes = new(installation.Cluster, site, tenants);
    private int _requests;

    public Replicas Replicas { get; } = new(installation);

    public AuditLog Audit { get; } = new(installation.Cluster.AuditLogPath);

    /// <summary>Ends the leader, and replaces it.</summary>
    public async Task<Failover> EndLeaderAsync(Ending ending, Work work)
    {
        var leader = Replicas.Named((await Audit.LeaderAsync())!);
        var working = await BeginAsync(work, leader);
        var at = await EndAsync(leader, ending);
        if (ending is Ending.CutOff or Ending.Robbed)
        {
            (await leader.Process.ExitAsync()).Should().Be(1, "a process that has lost its lease ends");
        }
        await working;
        var changing = _changes.ChangeAllAsync();
        var replacement = Replicas.StartAsync();
        var led = await FirstOfNextAsync(leader, at, write => write is { IsOfLease: true, IsDone: true });
        var took = await FirstOfNextAsync(leader, at, write => write.IsOfStatus);
        if (ending == Ending.Frozen)
        {
            await leader.Process.SignalAsync("CONT");
        }
        var code = await leader.Process.ExitAsync();
        code.Should()
            .Be(
                ending switch
                {
                    Ending.Stopped => 0,
                    Ending.Killed => 137,
                    _ => 1,
                },
                leader.Process.Log
            );
        leader.Process.Log.Should().NotContain("failed with", "a run that lost its leader has not failed");
        await Task.WhenAll(changing, replacement);
        await Replicas.RemoveAsync(leader);
        await RunsEndedAsync();
        return new Failover(ending, work, led - at, took - at);
    }

    /// <summary>Waits until every status says what its tenant's spec says now.</summary>
    public Task StatusesShouldFollowAsync() =>
        Eventually.TrueAsync(
            async () =>
                (await installation.GetAsync("bten", @namespace: site.Name))["items"]!
                    .AsArray()
                    .Count(tenant =>
                        (long?)tenant!["status"]?["observedGeneration"] == (long)tenant["metadata"]!["generation"]!
                    ) == tenants,
            Patience,
            () => "not every tenant's status is up to date"
        );

    public async ValueTask DisposeAsync()
    {
        await Replicas.DisposeAsync();
        _changes.Dispose();
    }

    /// <summary>Gives the leader work, and returns at a random moment of it.</summary>
    private async Task<Task> BeginAsync(Work work, Replica leader)
    {
        var moment = random.Next(1, tenants * 2 / 3);
        if (work == Work.Statuses)
        {
            var before = await StatusesAsync(leader);
            var changing = _changes.ChangeAllAsync();
            await WaitAsync(async () => await StatusesAsync(leader) >= before + moment, $"{moment} statuses");
            return changing;
        }
        await _changes.ChangeAllAsync();
        var seen = RecordPuts();
        await site.RequestAsync((++_requests).ToString(CultureInfo.InvariantCulture));
        await WaitAsync(() => Task.FromResult(RecordPuts() >= seen + moment), $"{moment} records");
        return Task.CompletedTask;
    }

    /// <summary>Ends a leader, or takes from it what it needs.</summary>
    /// <returns>When that happened.</returns>
    private async Task<DateTimeOffset> EndAsync(Replica leader, Ending ending)
    {
        var at = TimeProvider.System.GetUtcNow();
        switch (ending)
        {
            case Ending.Stopped:
                await leader.Process.SignalAsync("TERM");
                return at;
            case Ending.Killed:
                await leader.Process.SignalAsync("KILL");
                return at;
            case Ending.Frozen:
                await leader.Process.SignalAsync("STOP");
                return at;
            case Ending.CutOff:
                await leader.Network.RefuseConnectionsAsync();
                return at;
            case Ending.Robbed:
                await RobAsync();
                return TimeProvider.System.GetUtcNow();
            default:
                throw new UnreachableException();
        }
    }

    private Task<string> RobAsync() =>
        installation.Cluster.KubectlAsync(
            "patch",
            "lease",
            "billing-operator",
            "-n",
            Installation.OwnNamespace,
            "--type=merge",
            "-p",
            """{"spec":{"holderIdentity":"thief"}}"""
        );

    private async Task<DateTimeOffset> FirstOfNextAsync(
        Replica leader,
        DateTimeOffset after,
        Func<AuditedWrite, bool> isIt
    )
    {
        AuditedWrite? first = null;
        await WaitAsync(
            async () =>
            {
                first = (await Audit.WritesAsync()).FirstOrDefault(write =>
                    write.At > after && write.Replica != leader.Name && isIt(write)
                );
                return first is not null;
            },
            $"a write of another than {leader.Name}"
        );
        return first!.At;
    }

    private Task<JsonNode> RunsEndedAsync() =>
        site.EventAsync(
            it =>
                _requests == 0
                || (
                    (string?)it["status"]?["requests"]?["at"]?["value"]
                        == _requests.ToString(CultureInfo.InvariantCulture)
                    && it["status"]!["activeRun"] is null
                ),
            Patience
        );

    private async Task<int> StatusesAsync(Replica leader) =>
        (await Audit.WritesAsync()).Count(write => write.IsOfStatus && write.Replica == leader.Name);

    private int RecordPuts() =>
        installation.S3Proxy.Requests.Count(request =>
            request.Method == "PUT"
            && Uri.UnescapeDataString(request.Path).Contains(site.RecordsPrefix, StringComparison.Ordinal)
        );

    private static async Task WaitAsync(Func<Task<bool>> condition, string what)
    {
        using var deadline = new CancellationTokenSource(Patience);
        while (!await condition())
        {
            if (deadline.IsCancellationRequested)
            {
                throw new TimeoutException($"not within {Patience.TotalSeconds} s: {what}");
            }
            await Task.Delay(Look, CancellationToken.None);
        }
    }
}
