using System.Net;
using BillingOperator.TestEnvironment;
using BillingOperator.TestEnvironment.Proxying;

namespace BillingOperator.ControllerRuntime.Tests.Faulting;

/// <summary>A fault of the network or of the servers.</summary>
/// <param name="StartAsync">Lets it begin.</param>
/// <param name="RestartsServers">Whether it takes as long as the machine needs to start a server.</param>
internal sealed record Trouble(Func<FaultScene, Task<RunningTrouble>> StartAsync, bool RestartsServers = false)
{
    /// <summary>The faults by name.</summary>
    public static IReadOnlyDictionary<string, Trouble> All { get; } =
        new Dictionary<string, Trouble>
        {
            ["watch: ends before its first byte"] = Watches(Faults.CutAfter(0)),
            ["watch: breaks within an event"] = Watches(Faults.CutAfter(700)),
            ["watch: open and silent"] = Watches(Faults.FreezeAfter(0)),
            ["watch: silent within an event"] = Watches(Faults.FreezeAfter(700)),
            ["watch: comes by and by"] = Watches(Faults.Drip(100, TimeSpan.FromMilliseconds(30))),
            ["watch: begins late"] = Watches(Faults.Delay(TimeSpan.FromSeconds(1))),
            ["watch: 410 as status"] = Watches(Refuse(HttpStatusCode.Gone)),
            ["watch: 410 as event"] = Watches(Faults.WatchExpired()),
            ["watch: 429 with Retry-After"] = Watches(Refuse(HttpStatusCode.TooManyRequests, 1)),
            ["watch: 429 without Retry-After"] = Watches(Refuse(HttpStatusCode.TooManyRequests)),
            ["watch: 500"] = Watches(Refuse(HttpStatusCode.InternalServerError)),
            ["watch: 503"] = Watches(Refuse(HttpStatusCode.ServiceUnavailable)),
            ["watch: 504"] = Watches(Refuse(HttpStatusCode.GatewayTimeout)),
            ["watch and list: 500"] = Reads(Refuse(HttpStatusCode.InternalServerError)),
            ["watch and list: break"] = Reads(Faults.CutAfter(300)),
            ["status write: 409"] = Writes(Refuse(HttpStatusCode.Conflict)),
            ["status write: 429 with Retry-After"] = Writes(Refuse(HttpStatusCode.TooManyRequests, 1)),
            ["status write: 429 without Retry-After"] = Writes(Refuse(HttpStatusCode.TooManyRequests)),
            ["status write: 500"] = Writes(Refuse(HttpStatusCode.InternalServerError)),
            ["status write: 503"] = Writes(Refuse(HttpStatusCode.ServiceUnavailable)),
            ["status write: never arrives"] = Writes(Faults.ConnectionLost()),
            ["status write: done, answer lost"] = Writes(Faults.AnswerLost()),
            ["status write: done, answer cut"] = Writes(Faults.CutAfter(50)),
            ["status write: done, answer silent"] = Writes(Faults.FreezeAfter(50)),
            ["status write: late"] = Writes(Faults.Delay(TimeSpan.FromSeconds(1))),
            ["lease: 500"] = Leases(Refuse(HttpStatusCode.InternalServerError)),
            ["lease: 409"] = Leases(Refuse(HttpStatusCode.Conflict)),
            ["lease: answer lost"] = Leases(Faults.AnswerLost()),
            ["all: 503 with Retry-After"] = Requests(_ => true, Refuse(HttpStatusCode.ServiceUnavailable, 1)),
            ["all: late"] = Requests(_ => true, Faults.Delay(TimeSpan.FromMilliseconds(400))),
            ["connections: refused"] = new(async scene =>
            {
                await scene.Proxy.RefuseConnectionsAsync();
                return new(() => 1, () => scene.Proxy.ListenAsync());
            }),
            ["connections: break again and again"] = new(scene => Task.FromResult(BreakConnections(scene.Proxy))),
            ["connections: dead, and nobody says so"] = new(scene =>
            {
                scene.Proxy.FreezeConnections();
                return Task.FromResult(new RunningTrouble(() => 1, () => Task.CompletedTask));
            }),
            ["servers: kube-apiserver killed"] = Restart(servers => servers.RestartApiServerAsync()),
            ["servers: etcd killed"] = Restart(servers => servers.RestartEtcdAsync()),
            ["servers: history compacted meanwhile"] = new(
                async scene =>
                {
                    await scene.Proxy.RefuseConnectionsAsync();
                    return new(() => 1, () => CompactAsync(scene));
                },
                RestartsServers: true
            ),
        };

    /// <summary>The names of the faults of some kinds: what stands before the colon.</summary>
    public static TheoryData<string> Of(params string[] kinds) =>
        [.. All.Keys.Where(name => kinds.Contains(name.Split(':')[0]))];

    private static Fault Refuse(HttpStatusCode status, int? retryAfter = null) =>
        Faults.Status(status, retryAfter: retryAfter is { } seconds ? TimeSpan.FromSeconds(seconds) : null);

    private static Trouble Watches(Fault fault) => Requests(request => request.IsWatch, fault);

    private static Trouble Reads(Fault fault) =>
        Requests(request => request.Path.EndsWith("/widgets", StringComparison.Ordinal), fault);

    private static Trouble Writes(Fault fault) =>
        Requests(request => request.Path.EndsWith("/status", StringComparison.Ordinal), fault);

    private static Trouble Leases(Fault fault) =>
        Requests(request => request.Path.Contains("/leases", StringComparison.Ordinal), fault);

    private static Trouble Requests(Func<ProxiedRequest, bool> match, Fault fault) =>
        new(scene =>
        {
            var rule = scene.Proxy.Fail(match, fault);
            // A watch that runs would not notice.
            scene.Proxy.BreakConnections();
            return Task.FromResult(
                new RunningTrouble(
                    () => rule.Hits,
                    () =>
                    {
                        rule.Dispose();
                        return Task.CompletedTask;
                    }
                )
            );
        });

    private static RunningTrouble BreakConnections(FaultProxy proxy)
    {
        var breaks = 0;
        var timer = new Timer(
            _ =>
            {
                proxy.BreakConnections();
                Interlocked.Increment(ref breaks);
            },
            null,
            TimeSpan.Zero,
            TimeSpan.FromMilliseconds(300)
        );
        return new(() => Volatile.Read(ref breaks), async () => await timer.DisposeAsync());
    }

    private static Trouble Restart(Func<ControlPlane, Task> restartAsync) =>
        new(
            scene =>
            {
                var restart = restartAsync(scene.ControlPlane);
                return Task.FromResult(new RunningTrouble(() => 1, () => restart));
            },
            RestartsServers: true
        );

    /// <summary>Makes the versions that the operator knows unknown to the server, as hours of other changes would.</summary>
    private static async Task CompactAsync(FaultScene scene)
    {
        await scene.ControlPlane.CompactAsync();
        await scene.ControlPlane.RestartApiServerAsync();
        await scene.Proxy.ListenAsync();
    }
}
