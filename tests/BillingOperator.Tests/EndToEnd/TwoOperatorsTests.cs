using System.Text.RegularExpressions;
using BillingOperator.TestEnvironment;

namespace BillingOperator.Tests.EndToEnd;

/// <summary>A cluster with a release of the operator, and one more that somebody typed on a laptop.</summary>
[Collection(NeighborsCollection.Name)]
public sealed class TwoOperatorsTests(Installation installation)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task One_acts_the_other_stands_by_says_so_and_takes_over()
    {
        using var site = await installation.CreateSiteAsync("two");
        await site.CreateSecretAsync();
        await site.ApplySettingsAsync();
        await site.ApplyTenantsAsync(site.CloudTenant("acme"));
        await site.ApplyEventAsync(enabled: true);
        await using var release = await installation.StartOperatorAsync();
        await site.RunsEndedAsync(1);

        await using var laptop = await OperatorProcess.StartAsync(
            installation.Cluster.KubeconfigPath,
            "--namespace",
            "default"
        );
        await SaysAsync(laptop, "stands by: another operator in this cluster");
        (await laptop.GetAsync("/readyz")).Should().Contain("billing-system/billing-operator");
        (await laptop.GetAsync("/metrics"))
            .Should()
            .Contain("leader_election_rivals{lease_namespace=\"billing-system\"} 1")
            .And.Contain("leader_election_master_status{name=\"billing-operator\"} 0");
        await Eventually.TrueAsync(
            () => laptop.Log.Contains("another operator", StringComparison.Ordinal),
            "the log says so, too"
        );
        await site.RequestAsync("once-more");
        await site.RunsEndedAsync(2);
        StatusWrites(await laptop.GetAsync("/metrics")).Should().Be(0);
        (await release.GetAsync("/readyz")).Should().StartWith("Healthy").And.Contain("acts");

        (await release.StopAsync()).Should().Be(0);

        await SaysAsync(laptop, "leadership: acts");
        await using var again = await installation.StartOperatorAsync();
        await SaysAsync(again, "stands by: another operator in this cluster");
        (await laptop.StopAsync()).Should().Be(0);
        await SaysAsync(again, "leadership: acts");
        await site.RequestAsync("at-last");
        await site.RunsEndedAsync(3);
    }

    private static Task SaysAsync(OperatorProcess one, string text) =>
        Eventually.TrueAsync(
            async () => (await one.GetAsync("/readyz")).Contains(text, StringComparison.Ordinal),
            Patience,
            () => one.Log
        );

    private static int StatusWrites(string metrics) =>
        Regex.Count(metrics, "rest_client_requests_total\\{.*method=\"PATCH\"");
}
