using BillingOperator.TestEnvironment;
using BillingOperator.TestEnvironment.Proxying;

namespace BillingOperator.Tests.EndToEnd;

/// <summary>Schedules and operators that come and go.</summary>
[Collection(CrashesCollection.Name)]
public sealed class ScheduleTests(Installation installation)
{
    private const int Tenants = 200;
    private static readonly TimeSpan Recovery = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task Slots_that_came_while_no_operator_ran_become_one_run_at_its_start()
    {
        using var site = await PrepareAsync("away", tenants: 2);
        // Half an hour away from any slot, whenever the test runs. Nepal is at UTC+5:45.
        var minute = (TimeProvider.System.GetUtcNow().Minute + 30) % 60;
        await site.ApplyEventAsync(
            enabled: true,
            $"""
            runOnEnable: false
              schedule: "{(minute + 45) % 60} * * * *"
              timeZone: Asia/Kathmandu
            """
        );
        await using (var before = await installation.StartOperatorAsync())
        {
            var planned = await site.EventAsync(it => it["status"]?["nextRunTime"] is not null);
            ((DateTimeOffset)planned["status"]!["nextRunTime"]!).Minute.Should().Be(minute);
            (await before.StopAsync()).Should().Be(0);
        }
        // As if it had been away for some hours.
        var handled = TimeProvider.System.GetUtcNow().AddHours(-5);
        var mark = $"{handled:yyyy-MM-ddTHH:mm:ssZ}";
        await PatchStatusAsync(site, $$"""{"status": {"schedule": {"handledThrough": "{{mark}}"} } }""");

        await using var after = await installation.StartOperatorAsync();
        var status = (await site.RunsEndedAsync(1))["status"]!;

        var run = status["history"]!.AsArray().Should().ContainSingle().Subject!;
        ((string)run["trigger"]!).Should().Be("Schedule");
        var slot = (DateTimeOffset)run["slot"]!;
        slot.Minute.Should().Be(minute);
        slot.Should().BeAfter(handled.AddHours(3.9));
        ((DateTimeOffset)status["schedule"]!["handledThrough"]!).Should().Be(slot);
        await site.Bucket.ShouldBeWholeAsync(site.Name);
        (await after.StopAsync()).Should().Be(0);
    }

    [Fact]
    public async Task A_run_that_takes_longer_than_three_leaders_stay_ends_whole()
    {
        using var site = await PrepareAsync("long", Tenants);
        await site.ApplyEventAsync(enabled: false, "uploadConcurrency: 1");
        using var slow = installation.S3Proxy.Fail(
            request => IsRecordPut(site, request),
            Faults.Delay(TimeSpan.FromMilliseconds(100))
        );
        var leader = await installation.StartOperatorAsync();
        try
        {
            await site.SettingsAsync(it => it.Has("Ready", "True"));
            await site.EnableAsync();
            for (var handOver = 1; handOver <= 3; handOver++)
            {
                await PutsAsync(site, 40 * handOver);
                var next = await installation.StartOperatorAsync();
                (await leader.StopAsync()).Should().Be(0);
                await leader.DisposeAsync();
                leader = next;
            }
            await site.RunsEndedAsync(1, Recovery);
        }
        finally
        {
            await leader.DisposeAsync();
        }

        var run = (await site.EventAsync(_ => true))["status"]!["history"]!.AsArray().Should().ContainSingle().Subject!;
        ((int)run["records"]!).Should().Be(Tenants);
        var puts = installation.S3Proxy.Requests.Count(request => IsRecordPut(site, request));
        puts.Should().BeInRange(Tenants, Tenants + 3, "what one leader stored, the next does not store again");
        await site.ReceiptsShouldEqualAsync(await site.Bucket.ShouldBeWholeAsync(site.Name));
    }

    private static bool IsRecordPut(Site site, ProxiedRequest request) =>
        request.Method == "PUT"
        && Uri.UnescapeDataString(request.Path).Contains(site.RecordsPrefix, StringComparison.Ordinal);

    private Task PutsAsync(Site site, int count) =>
        Eventually.TrueAsync(
            () => Task.FromResult(installation.S3Proxy.Requests.Count(request => IsRecordPut(site, request)) >= count),
            Recovery,
            () => $"not {count} records yet"
        );

    private static Task PatchStatusAsync(Site site, string patch) =>
        site.PatchAsync("bev", site.Name, patch, "--subresource=status");

    private async Task<Site> PrepareAsync(string name, int tenants)
    {
        var site = await installation.CreateSiteAsync(name);
        await site.CreateSecretAsync();
        await site.ApplySettingsAsync();
        await site.CreateAsync(Enumerable.Range(0, tenants).Select(i => site.CloudTenant($"tenant-{i:d4}")));
        return site;
    }
}
