using BillingOperator.TestEnvironment.Proxying;

namespace BillingOperator.Tests.EndToEnd;

/// <summary>
/// Operators that die in the middle of a run. How the next one comes to lead is shown by the tests of failovers: here it
/// does not wait for the lease of the dead one.
/// </summary>
[Collection(CrashesCollection.Name)]
public sealed class CrashTests(Installation installation)
{
    private const int Tenants = 100;

    private static readonly TimeSpan Recovery = TimeSpan.FromSeconds(90);

    public static TheoryData<string, int> Moments =>
        new()
        {
            { "/tenants/", 40 },
            { "/tenants/", 95 },
            { "/tenants.csv", 0 },
            { "/manifest.json", 0 },
            { "/latest.json", 0 },
        };

    [Theory]
    [MemberData(nameof(Moments))]
    public async Task Killed_in_the_middle_of_a_run_the_next_operator_ends_it_with_one_manifest(string at, int after)
    {
        using var site = await installation.CreateSiteAsync("crash");
        await site.CreateSecretAsync();
        await site.ApplySettingsAsync();
        await site.CreateAsync(Enumerable.Range(0, Tenants).Select(i => site.CloudTenant($"tenant-{i:d4}")));
        await site.ApplyEventAsync(enabled: false, "uploadConcurrency: 4");

        await using (var doomed = await installation.StartOperatorAsync("--leader-elect=false"))
        {
            await site.SettingsAsync(it => it.Has("Ready", "True"));
            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var puts = 0;
            using var trap = installation.S3Proxy.Fail(
                request => IsPut(request, site, at) && Interlocked.Increment(ref puts) > after,
                async exchange =>
                {
                    using var answer = await exchange.SendAsync();
                    reached.TrySetResult();
                    await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, exchange.Aborted);
                }
            );
            await site.EnableAsync();
            await reached.Task.WaitAsync(Recovery);
            await doomed.KillAsync();
        }

        await using var next = await installation.StartOperatorAsync("--leader-elect=false");
        var ended = await site.RunsEndedAsync(1, Recovery);

        ended["status"]!["history"]!.AsArray().Should().ContainSingle();
        var manifest = await site.Bucket.ShouldBeWholeAsync(site.Name);
        Bucket
            .TenantIds(manifest)
            .Should()
            .Equal(Enumerable.Range(0, Tenants).Select(i => site.IdOf($"tenant-{i:d4}")));
        var last = ended["status"]!["lastRun"]!;
        if (at is "/manifest.json" or "/latest.json")
        {
            ((int)last["uploaded"]!).Should().Be(Tenants, "the manifest says so");
        }
        else
        {
            ((int)last["uploaded"]!).Should().BeLessThan(Tenants);
            ((string)last["message"]!).Should().Contain("what the run's earlier tries stored was there already");
        }
        var keys = await site.Bucket.KeysAsync();
        keys.Count(key => key.EndsWith("/manifest.json", StringComparison.Ordinal)).Should().Be(1);
        keys.Count(key => key.StartsWith(site.RecordsPrefix, StringComparison.Ordinal)).Should().Be(Tenants);
        await site.ReceiptsShouldEqualAsync(manifest);
        (await next.StopAsync()).Should().Be(0);
    }

    private static bool IsPut(ProxiedRequest request, Site site, string part)
    {
        var path = Uri.UnescapeDataString(request.Path);
        return request.Method == "PUT"
            && path.Contains($"/{site.Name}/{Bucket.Period}/", StringComparison.Ordinal)
            && path.Contains(part, StringComparison.Ordinal);
    }
}
