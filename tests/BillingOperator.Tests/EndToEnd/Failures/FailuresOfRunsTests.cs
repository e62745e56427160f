using System.Text.Json.Nodes;
using BillingOperator.TestEnvironment.Proxying;
using Xunit.Abstractions;

namespace BillingOperator.Tests.EndToEnd.Failures;

/// <summary>Failures that hit a run when some of its records are stored.</summary>
[Collection(FailuresOfRunsCollection.Name)]
public sealed class FailuresOfRunsTests(RunningOperator installation, ITestOutputHelper output)
    : FailuresByName(installation, output)
{
    private const int StoredBefore = 8;

    [Fact]
    public async Task Hitting_in_the_middle_of_a_run()
    {
        await using var board = new StatusBoard(Installation);
        var sites = await CreateAsync();
        await ApplyAsync(sites.Select(site => site.Manifests(enabled: false)));
        await EachAsync(sites, site => board.SettingsAsync(site, it => it.Has("Ready", "True"), Minute));

        var failed = await EachAsync(sites, site => BreakInTheMiddleAsync(board, site));
        await Installation.ShouldWarnAsync("BillingEvent", [.. sites.Select(Expected)]);
        var requests = await CountRequestsAsync(sites, Watched);

        var recovered = await EachAsync(
            sites,
            async site =>
            {
                await site.Failure.MendAsync(site);
                var (_, wait) = await board.EventAsync(site, HasEnded, Recovery);
                return wait;
            }
        );

        Output.WriteLine("reason | produced how | told after | requests in 40 s | recovered after | message");
        for (var i = 0; i < sites.Count; i++)
        {
            var (entity, after) = failed[i];
            var message = entity.Message("Ready");
            Print(sites[i], after, requests[i], recovered[i], message);
            message.Should().Contain(sites[i].Failure.Remedy);
            requests[i].Should().BeLessThan(60, "{0} is tried again ever more slowly", sites[i].Failure.Reason);
            await ShouldBeCompleteAsync(sites[i], (string)entity["status"]!["activeRun"]!["id"]!);
        }
        await EndAsync(sites);
    }

    /// <summary>Starts a run, and breaks the site at the moment when some of its records are stored.</summary>
    private static async Task<(JsonNode Entity, TimeSpan After)> BreakInTheMiddleAsync(
        StatusBoard board,
        FailingSite site
    )
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var broken = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var puts = 0;
        using var trap = site.Proxy.Fail(
            request => IsRecordPut(request) && Interlocked.Increment(ref puts) > StoredBefore,
            async exchange =>
            {
                reached.TrySetResult();
                await broken.Task.WaitAsync(exchange.Aborted);
                await exchange.ForwardAsync();
            },
            times: 1
        );
        await site.Site.EnableAsync();
        await reached.Task.WaitAsync(Minute);
        await site.Failure.BreakAsync(site);
        broken.SetResult();
        return await board.EventAsync(
            site,
            it => it["status"]?["activeRun"]?["failedAttempts"] is not null && (Fails(it, site) || WaitsFor(it, site)),
            Told
        );
    }

    private static async Task ShouldBeCompleteAsync(FailingSite site, string runId)
    {
        var ended = await site.Site.EventAsync(_ => true);
        ((string)ended["status"]!["history"]!.AsArray().Single()!["id"]!).Should().Be(runId);
        var manifest = await site.Site.Bucket.ShouldBeWholeAsync(site.Name);
        Bucket.TenantIds(manifest).Should().HaveCount(Tenants);
        await site.Site.ReceiptsShouldEqualAsync(manifest, site.Proxy.Endpoint);
    }

    private static bool IsRecordPut(ProxiedRequest request) =>
        request.Method == "PUT" && request.Path.Contains("/tenants/", StringComparison.Ordinal);
}
