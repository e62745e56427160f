using System.Net;
using BillingOperator.TestEnvironment;
using BillingOperator.TestEnvironment.Proxying;

namespace BillingOperator.Tests.Soak;

/// <summary>Puts one random fault after the other in front of the API server and of the bucket.</summary>
internal sealed class RandomFaults(FaultProxy api, FaultProxy s3, ControlPlane servers, Random random)
{
    private readonly SortedDictionary<string, int> _counts = [];

    /// <summary>How often each kind was put in.</summary>
    public IReadOnlyDictionary<string, int> Counts => _counts;

    /// <summary>The longest time in which the API server could not be reached.</summary>
    public TimeSpan LongestOutage { get; private set; }

    /// <summary>Goes on until it is told to stop; the last fault is over then.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var dice = random.NextDouble();
            var proxy = dice < 0.65 ? api : s3;
            var name = proxy == api ? "api " : "s3 ";
            switch (random.NextDouble())
            {
                case < 0.03:
                    await OutageAsync(
                        "api server restart",
                        () => servers.RestartApiServerAsync(CancellationToken.None)
                    );
                    break;
                case < 0.1:
                    await OutageAsync(
                        name + "refused",
                        async () =>
                        {
                            await proxy.RefuseConnectionsAsync();
                            await PauseAsync(500, 3000);
                            await proxy.ListenAsync(CancellationToken.None);
                        }
                    );
                    break;
                case < 0.15:
                    Count(name + "frozen");
                    proxy.FreezeConnections();
                    break;
                case < 0.25:
                    Count(name + "broken");
                    proxy.BreakConnections();
                    break;
                default:
                    await FailAsync(name, proxy);
                    break;
            }

            await PauseAsync(200, 1500);
        }
    }

    private async Task FailAsync(string name, FaultProxy proxy)
    {
        var faults = proxy == api ? ApiFaults() : S3Faults();
        var (kind, fault) = faults[random.Next(faults.Length)];
        var (target, match) = proxy == api ? ApiTarget() : ("", _ => true);
        Count($"{name}{target}{kind}");
        // Two faults in a row can cost the lease, and a process that starts again shows nothing of its memory.
        using var rule = proxy.Fail(request => match(request) && !IsLease(request), fault);
        if (target == "watch ")
        {
            // One that runs would not notice.
            proxy.BreakConnections();
        }

        await PauseAsync(300, 3000);
    }

    private static bool IsLease(ProxiedRequest request) => request.Path.Contains("/leases", StringComparison.Ordinal);

    private (string, Func<ProxiedRequest, bool>) ApiTarget() =>
        random.Next(3) switch
        {
            0 => ("watch ", request => request.IsWatch),
            1 => ("write ", request => request.Method is not "GET"),
            _ => ("", _ => true),
        };

    private (string, Fault)[] ApiFaults() =>
        [
            ("409", Faults.Status(HttpStatusCode.Conflict)),
            ("410", Faults.Status(HttpStatusCode.Gone)),
            ("429", Faults.Status(HttpStatusCode.TooManyRequests)),
            ("429 after 1 s", Faults.Status(HttpStatusCode.TooManyRequests, retryAfter: TimeSpan.FromSeconds(1))),
            ("500", Faults.Status(HttpStatusCode.InternalServerError)),
            ("503", Faults.Status(HttpStatusCode.ServiceUnavailable)),
            .. Anywhere(),
        ];

    private (string, Fault)[] S3Faults() =>
        [
            ("500", Faults.S3Error(HttpStatusCode.InternalServerError, "InternalError")),
            ("503", Faults.S3Error(HttpStatusCode.ServiceUnavailable, "SlowDown")),
            .. Anywhere(),
        ];

    private (string, Fault)[] Anywhere() =>
        [
            ("lost", Faults.ConnectionLost()),
            ("answer lost", Faults.AnswerLost()),
            ("cut", Faults.CutAfter(random.Next(2000))),
            ("silent", Faults.FreezeAfter(random.Next(2000))),
            ("late", Faults.Delay(TimeSpan.FromMilliseconds(random.Next(50, 1000)))),
            ("drip", Faults.Drip(random.Next(20, 500), TimeSpan.FromMilliseconds(20))),
        ];

    private async Task OutageAsync(string kind, Func<Task> outageAsync)
    {
        Count(kind);
        var start = TimeProvider.System.GetTimestamp();
        await outageAsync();
        var lasted = TimeProvider.System.GetElapsedTime(start);
        LongestOutage = lasted > LongestOutage ? lasted : LongestOutage;
    }

    private void Count(string kind) => _counts[kind] = _counts.GetValueOrDefault(kind) + 1;

    private Task PauseAsync(int from, int to) => Task.Delay(random.Next(from, to), CancellationToken.None);
}
