using System.Globalization;
using System.Text.Json.Nodes;
using BillingOperator.TestEnvironment;
using BillingOperator.TestEnvironment.Proxying;
using BillingOperator.Tests.EndToEnd;
using Xunit.Abstractions;

namespace BillingOperator.Tests.Soak;

/// <summary>
/// An operator that works for minutes while tenants change and the network and the servers fail at random. Half a minute
/// in the normal test run; <c>hack/test.sh --soak MINUTES</c> for as long as wanted.
/// </summary>
[Collection(Alone.Name)]
public sealed class SoakTests(RulelessInstallation installation, ITestOutputHelper output)
    : IClassFixture<RulelessInstallation>
{
    private const string MinutesVariable = "BILLING_TEST_SOAK_MINUTES";
    private const string SeedVariable = "BILLING_TEST_SEED";

    // Of a minute or less, the memory says how the program warms up.
    private const double ShortestForMemory = 5;

    // Many times what the changes need, and far from what a busy loop makes.
    private const double MostRequestsASecond = 150;
    private static readonly TimeSpan Recovery = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task After_random_faults_everything_converges_and_memory_is_flat()
    {
        var minutes = Setting(MinutesVariable) ?? 0.4;
        var seed = (int)(Setting(SeedVariable) ?? Random.Shared.Next());
        output.WriteLine($"seed {seed}");
        await using var api = await FaultProxy.StartAsync(installation.Cluster);
        var token = await installation.Cluster.ServiceAccountTokenAsync(Installation.OwnNamespace, "billing-operator");
        await using var supervised = new SupervisedOperator(
            await installation.Cluster.WriteKubeconfigAsync(api.Endpoint, token)
        );
        await supervised.StartAsync();
        using var site = await installation.CreateSiteAsync("soak");
        await site.CreateSecretAsync();
        await site.ApplySettingsAsync();
        await site.ApplyEventAsync(enabled: true);
        using var client = installation.Cluster.OpenHttpClient();
        var changes = new TenantChanges(client, site, new Random(seed));
        var faults = new RandomFaults(api, installation.S3Proxy, installation.Cluster, new Random(seed + 1));
        var (apiBefore, s3Before) = (api.Requests.Count, installation.S3Proxy.Requests.Count);

        using (var stop = new CancellationTokenSource(TimeSpan.FromMinutes(minutes)))
        {
            await Task.WhenAll(
                changes.RunAsync(stop.Token),
                faults.RunAsync(stop.Token),
                supervised.RunAsync(stop.Token),
                RequestRunsAsync(changes, stop.Token)
            );
        }

        var seconds = minutes * 60;
        var apiRate = (api.Requests.Count - apiBefore) / seconds;
        var s3Rate = (installation.S3Proxy.Requests.Count - s3Before) / seconds;
        var ended = TimeProvider.System.GetTimestamp();
        await changes.RequestRunAsync("last");
        using var last = new CancellationTokenSource();
        var supervision = supervised.RunAsync(last.Token);
        await ConvergesAsync(site, changes, supervised);
        var recovered = TimeProvider.System.GetElapsedTime(ended).TotalSeconds;
        await last.CancelAsync();
        await supervision;

        var (first, final) = (supervised.MedianMemory(0.1, 0.35), supervised.MedianMemory(0.75, 1));
        output.WriteLine(
            $"Summary: soak with seed {seed}, {minutes} minutes: {faults.Counts.Values.Sum()} faults, "
                + $"{changes.Count} changes, {changes.Tenants.Count} tenants at the end, "
                + $"API {apiRate:0.0} and S3 {s3Rate:0.0} requests/s, memory {first} MiB first and {final} MiB last, "
                + $"{supervised.Ends.Count} restarts, longest outage {faults.LongestOutage.TotalSeconds:0.0} s, "
                + $"all well {recovered:0.0} s after the last fault"
        );
        output.WriteLine(string.Join(", ", faults.Counts.Select(count => $"{count.Key}: {count.Value}")));
        output.WriteLine(string.Join("\n\n", supervised.Ends.Prepend("")));
        apiRate.Should().BeLessThan(MostRequestsASecond);
        s3Rate.Should().BeLessThan(MostRequestsASecond);
        supervised
            .Ends.Where(end => !end.Contains("The lease is lost", StringComparison.Ordinal))
            .Should()
            .BeEmpty("an outage may take the lease, and nothing else may end the process");
        if (minutes >= ShortestForMemory)
        {
            final.Should().BeLessThan((first * 5 / 4) + 10, "memory must not grow");
        }
    }

    private static double? Setting(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text
            ? double.Parse(text, CultureInfo.InvariantCulture)
            : null;

    private static async Task RequestRunsAsync(TenantChanges changes, CancellationToken stop)
    {
        for (var request = 0; !stop.IsCancellationRequested; request++)
        {
            await changes.RequestRunAsync($"request-{request}");
            await Task.Delay(TimeSpan.FromSeconds(5), CancellationToken.None);
        }
    }

    private async Task ConvergesAsync(Site site, TenantChanges changes, SupervisedOperator supervised)
    {
        await site.EventAsync(
            it =>
                (string?)it["status"]?["requests"]?["at"]?["value"] == "last"
                && it["status"]!["activeRun"] is null
                && (string?)it["status"]!["lastRun"]?["state"] == "Succeeded",
            Recovery
        );
        var manifest = await site.Bucket.ShouldBeWholeAsync(site.Name);
        var billable = changes.Tenants.Where(tenant => tenant.Value).Select(tenant => site.IdOf(tenant.Key));
        Bucket.TenantIds(manifest).Should().Equal(billable.Order(StringComparer.Ordinal));
        var problem = "";
        await Eventually.TrueAsync(
            async () => (problem = await FindProblemAsync(site, changes, supervised, manifest)).Length == 0,
            Recovery,
            () => problem
        );
    }

    private async Task<string> FindProblemAsync(
        Site site,
        TenantChanges changes,
        SupervisedOperator supervised,
        JsonNode manifest
    )
    {
        var list = (await installation.GetAsync("bten", @namespace: site.Name))["items"]!.AsArray();
        var byName = list.ToDictionary(tenant => (string)tenant!["metadata"]!["name"]!, tenant => tenant!);
        var metrics = await supervised.Process.GetAsync("/metrics");
        var cached = metrics
            .Split('\n')
            .Where(line => line.StartsWith("billing_tenants{", StringComparison.Ordinal))
            .Sum(line => double.Parse(line.Split(' ')[^1], CultureInfo.InvariantCulture));
        var keys = manifest["records"]!
            .AsArray()
            .ToDictionary(record => (string)record!["tenant_id"]!, record => (string)record!["key"]!);
        var wrong = byName
            .Where(tenant => !changes.Tenants.TryGetValue(tenant.Key, out var valid) || !IsRight(tenant.Value, valid))
            .Select(tenant => $"{tenant.Key} is {tenant.Value}");
        return string.Join(
            "; ",
            wrong
                .Concat(changes.Tenants.Keys.Except(byName.Keys).Select(name => $"{name} is missing"))
                .Concat(cached == byName.Count ? [] : [$"the cache holds {cached} of {byName.Count} tenants"])
        );

        bool IsRight(JsonNode tenant, bool valid)
        {
            var status = tenant["status"];
            return (long?)status?["observedGeneration"] == (long)tenant["metadata"]!["generation"]!
                && tenant.Has("Ready", valid ? "True" : "False")
                && (!valid || HasReceipt(tenant));
        }

        bool HasReceipt(JsonNode tenant) =>
            keys.TryGetValue((string)tenant["status"]!["tenantId"]!, out var key)
            && tenant["status"]!["uploads"]?.AsArray().Any(receipt => (string?)receipt!["key"] == key) == true;
    }
}
