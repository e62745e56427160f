using System.Text.Json.Nodes;
using BillingOperator.TestEnvironment;
using Xunit.Abstractions;

namespace BillingOperator.Tests.EndToEnd.Failures;

/// <summary>Failures that the probe of settings finds, before anything is run.</summary>
[Collection(FailuresOfSettingsCollection.Name)]
public sealed class FailuresOfSettingsTests(RunningOperator installation, ITestOutputHelper output)
    : FailuresByName(installation, output)
{
    [Fact]
    public async Task Found_by_the_probe()
    {
        await using var board = new StatusBoard(Installation);
        var sites = await CreateAsync();
        await EachAsync(sites, site => site.Failure.BreakAsync(site));

        await ApplyAsync(sites.Select(site => site.Manifests(enabled: true)));

        var told = await EachAsync(sites, site => board.SettingsAsync(site, it => Fails(it, site), Told));
        await Installation.ShouldWarnAsync("BillingServerSettings", [.. sites.Select(Expected)]);
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

        Output.WriteLine("reason | produced how | told after | requests in 40 s | recovered after | message");
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

    private async Task MetricsShouldTellAsync(IReadOnlyList<FailingSite> sites, string ready)
    {
        var expected = sites.Select(site => $"billing_settings_ready{{settings=\"{site.Name}\"}} {ready}").ToList();
        var metrics = "";
        await Eventually.TrueAsync(
            async () =>
            {
                metrics = await Installation.Operator.GetAsync("/metrics");
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

    /// <summary>From the object's creation to its first status, to the second as the API server keeps times.</summary>
    private static TimeSpan Age(JsonNode settings) =>
        (DateTimeOffset)settings.Condition("Ready")!["lastTransitionTime"]!
        - (DateTimeOffset)settings["metadata"]!["creationTimestamp"]!;

    private static string Version(JsonNode entity) => (string)entity["metadata"]!["resourceVersion"]!;
}
