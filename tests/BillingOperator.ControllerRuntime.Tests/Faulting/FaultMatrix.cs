using BillingOperator.ControllerRuntime.Tests.Cluster;
using BillingOperator.TestEnvironment;
using Xunit.Abstractions;

namespace BillingOperator.ControllerRuntime.Tests.Faulting;

/// <summary>
/// Every fault of a kind in turn: widgets are created, changed and deleted meanwhile, and nothing may be lost, nobody may run in a
/// circle, and the leader goes on leading.
/// </summary>
public abstract class FaultMatrix(ClusterFixture cluster, ITestOutputHelper output)
{
    // Far from a busy loop, which makes many hundreds; and above the first steps of the backoffs of all changed widgets.
    private const double MostRequestsASecond = 60;
    private static readonly TimeSpan Lasts = TimeSpan.FromSeconds(2.5);

    protected async Task ConvergesAfterAsync(string name)
    {
        var kind = Trouble.All[name];
        await using var scene = await FaultScene.StartAsync(cluster, patient: kind.RestartsServers);
        var clock = TimeProvider.System;
        var (start, before) = (clock.GetTimestamp(), scene.Proxy.Requests.Count);

        var trouble = await kind.StartAsync(scene);
        await scene.ChangeAsync();
        var changed = clock.GetElapsedTime(start);
        await Task.Delay(changed < Lasts ? Lasts - changed : TimeSpan.Zero);
        await Eventually.TrueAsync(() => trouble.Hits() > 0, "the fault strikes");
        var lasted = clock.GetElapsedTime(start).TotalSeconds;
        var rate = (scene.Proxy.Requests.Count - before) / lasted;
        await trouble.EndAsync();
        var ended = clock.GetTimestamp();
        await scene.ConvergesAsync();

        var recovery = clock.GetElapsedTime(ended).TotalSeconds;
        output.WriteLine($"{name}: struck {trouble.Hits()} times, {rate:0.0} requests/s, well after {recovery:0.0} s");
        rate.Should().BeLessThan(MostRequestsASecond);
    }
}
