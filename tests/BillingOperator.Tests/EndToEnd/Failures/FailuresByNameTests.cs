using System.Globalization;
using System.Text.Json.Nodes;
using BillingOperator.TestEnvironment;
using BillingOperator.TestEnvironment.Proxying;
using Xunit.Abstractions;

namespace BillingOperator.Tests.EndToEnd.Failures;

/// <summary>
/// Every failure by its name, on the running operator: told in status, message, Kubernetes Event and metrics, retried
/// slowly, and over by itself once the cause is gone. All failures at once, a site each; each prints a line of a table.
/// </summary>
[Collection(FailuresCollection.Name)]
public sealed class FailuresByNameTests(RunningOperator installation, ITestOutputHelper output)
{
    private const int Tenants = 20;
    private const int StoredBefore = 8;

    private static readonly TimeSpan Told = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <summary>What somebody has to end is tried again within 54 s, and then there is the run.</summary>
    private static readonly TimeSpan Recovery = TimeSpan.FromMinutes(2);

    /// <summary>Long enough for a probe that is tried again slowly, and for a dozen that are not.</summary>
    private static readonly TimeSpan Watched = TimeSpan.FromSeconds(40);

    [Fact]
    public async Task Found_by_the_probe()
    {
        await using var board = new StatusBoard(installation);
        var sites = await CreateAsync();
        await EachAsync(sites, site => site.Failure.BreakAsync(site));

        await ApplyAsync(sites.Select(site => site.Manifests(enabled: true)));

        var told = await EachAsync(sites, site => board.SettingsAsync(site, it => Fails(it, site), Told));
        await installation.ShouldWarnAsync("BillingServerSettings", [.. sites.Select(Expected)]);
        await EachAsync(sites, site => board.EventAsync(site, it => WaitsFor(it, site), Told));
        var requests = await CountRequestsAsync(sites, Watched);
        var after = await EachAsync(sites, site => board.SettingsAsync(site, it => Fails(it, site), Told));
        await MetricsShouldTellAsync(sites, "0");

        var recovered = await EachAsync(
            sites,
            async site =>
            {
                await site.Failure.MendAsync(site);
                var (_, wait) = await board.SettingsAsync(site, it => it.Has("Ready", "True"), Recovery);
                await board.EventAsync(site, HasEnded, Recovery);
                return wait;
            }
        );
        await MetricsShouldTellAsync(sites, "1");

        output.WriteLine("reason | produced how | told after | requests in 40 s | recovered after | message");
        for (var i = 0; i < sites.Count; i++)
        {
            var settings = told[i].Entity;
            var message = settings.Message("Ready");
            Print(sites[i], Age(settings), requests[i], recovered[i], message);
            message.Should().Contain(sites[i].Failure.Remedy);
            requests[i].Should().BeLessThan(10, "{0} is tried again slowly", sites[i].Failure.Reason);
            Version(after[i].Entity).Should().Be(Version(settings), "the same failure writes no status again");
            await sites[i].Site.Bucket.ShouldBeWholeAsync(sites[i].Name);
        }
        await EndAsync(sites);
    }

    [Fact]
    public async Task Hitting_in_the_middle_of_a_run()
    {
        await using var board = new StatusBoard(installation);
        var sites = await CreateAsync();
        await ApplyAsync(sites.Select(site => site.Manifests(enabled: false)));
        await EachAsync(sites, site => board.SettingsAsync(site, it => it.Has("Ready", "True"), Minute));

        var failed = await EachAsync(sites, site => BreakInTheMiddleAsync(board, site));
        await installation.ShouldWarnAsync("BillingEvent", [.. sites.Select(Expected)]);
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

        output.WriteLine("reason | produced how | told after | requests in 40 s | recovered after | message");
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

    private async Task<IReadOnlyList<FailingSite>> CreateAsync()
    {
        var sites = await Task.WhenAll(
            AllFailures.List.Select(failure => FailingSite.CreateAsync(installation, failure))
        );
        await ApplyAsync(
            sites.SelectMany(site => Enumerable.Range(0, Tenants).Select(i => site.Site.CloudTenant($"tenant-{i:d2}")))
        );
        return sites;
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

    private async Task MetricsShouldTellAsync(IReadOnlyList<FailingSite> sites, string ready)
    {
        var expected = sites.Select(site => $"billing_settings_ready{{settings=\"{site.Name}\"}} {ready}").ToList();
        var metrics = "";
        await Eventually.TrueAsync(
            async () =>
            {
                metrics = await installation.Operator.GetAsync("/metrics");
                return expected.All(metrics.Split('\n').Contains);
            },
            Told,
            () => metrics
        );
        foreach (var code in new[] { "400", "403", "404", "503", "none" })
        {
            metrics.Should().MatchRegex($"billing_s3_requests_total{{[^}}]*code=\"{code}\"");
        }
    }

    private static async Task<IReadOnlyList<int>> CountRequestsAsync(IReadOnlyList<FailingSite> sites, TimeSpan time)
    {
        var before = sites.Select(site => site.Proxy.Requests.Count).ToList();
        await Task.Delay(time, TimeProvider.System);
        return [.. sites.Select((site, i) => site.Proxy.Requests.Count - before[i])];
    }

    private Task<string> ApplyAsync(IEnumerable<string> manifests) =>
        installation.Cluster.ApplyAsync(string.Join("\n---\n", manifests));

    /// <summary>Leaves nothing that goes on failing, and no secret in the log.</summary>
    private async Task EndAsync(IReadOnlyList<FailingSite> sites)
    {
        installation.Operator.Log.Should().NotContain("-secret-value").And.NotContain(installation.S3.SecretAccessKey);
        await installation.Cluster.KubectlAsync(["delete", "bev,bss", .. sites.Select(site => site.Name)]);
        await EachAsync(sites, site => site.DisposeAsync().AsTask());
    }

    private void Print(FailingSite site, TimeSpan told, int requests, TimeSpan recovered, string message) =>
        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{site.Failure.Reason} | {site.Failure.How} | {told.TotalSeconds:0.0} s | {requests} | {recovered.TotalSeconds:0.0} s | {message}"
            )
        );

    private static async Task EachAsync(IReadOnlyList<FailingSite> sites, Func<FailingSite, Task> act) =>
        await Task.WhenAll(sites.Select(act));

    private static Task<T[]> EachAsync<T>(IReadOnlyList<FailingSite> sites, Func<FailingSite, Task<T>> act) =>
        Task.WhenAll(sites.Select(act));

    private static (string Name, string Reason) Expected(FailingSite site) => (site.Name, site.Failure.Reason);

    private static bool Fails(JsonNode entity, FailingSite site) => entity.Has("Ready", "False", site.Failure.Reason);

    private static bool WaitsFor(JsonNode billingEvent, FailingSite site) =>
        billingEvent.Has("Ready", "False", "SettingsNotReady")
        && billingEvent.Message("Ready").Contains($"{site.Failure.Reason}: ", StringComparison.Ordinal);

    private static bool HasEnded(JsonNode billingEvent) =>
        billingEvent["status"] is { } status
        && status["activeRun"] is null
        && (string?)status["lastRun"]?["state"] == "Succeeded"
        && billingEvent.Has("Ready", "True");

    /// <summary>From the object's creation to its first status, to the second as the API server keeps times.</summary>
    private static TimeSpan Age(JsonNode settings) =>
        (DateTimeOffset)settings.Condition("Ready")!["lastTransitionTime"]!
        - (DateTimeOffset)settings["metadata"]!["creationTimestamp"]!;

    private static string Version(JsonNode entity) => (string)entity["metadata"]!["resourceVersion"]!;

    private static bool IsRecordPut(ProxiedRequest request) =>
        request.Method == "PUT" && request.Path.Contains("/tenants/", StringComparison.Ordinal);
}
