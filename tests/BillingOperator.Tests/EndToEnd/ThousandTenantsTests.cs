using System.Diagnostics;
using System.Text.Json.Nodes;
using BillingOperator.TestEnvironment;
using Xunit.Abstractions;

namespace BillingOperator.Tests.EndToEnd;

/// <summary>A thousand tenants from apply to uploaded, counted at the API server's audit log and before the store.</summary>
[Collection(Alone.Name)]
public sealed class ThousandTenantsTests(Installation installation, ITestOutputHelper output)
    : IClassFixture<Installation>
{
    private const int Tenants = 1000;
    private const string Operator = "system:serviceaccount:billing-system:billing-operator";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task Each_of_a_thousand_tenants_costs_one_put_and_two_status_writes()
    {
        using var site = await installation.CreateSiteAsync("thousand");
        await using var running = await installation.StartOperatorAsync();
        await site.CreateSecretAsync();
        await site.ApplySettingsAsync();
        await site.ApplyEventAsync(enabled: true, "runOnEnable: false");
        await site.SettingsAsync(it => it.Has("Ready", "True"));

        var clock = Stopwatch.StartNew();
        await site.CreateAsync(Enumerable.Range(0, Tenants).Select(i => site.CloudTenant($"tenant-{i:d4}")));
        var created = clock.Elapsed;
        await AllAsync(site, "Ready");
        var ready = clock.Elapsed;
        await site.RequestAsync("upload");
        var ended = await site.RunsEndedAsync(1, Patience);
        var uploaded = clock.Elapsed - ready;
        await AllAsync(site, "Uploaded");

        var puts = installation.S3Proxy.Requests.Count(request =>
            request.Method == "PUT"
            && Uri.UnescapeDataString(request.Path).Contains(site.RecordsPrefix, StringComparison.Ordinal)
        );
        var audit = await File.ReadAllLinesAsync(installation.Cluster.AuditLogPath);
        var writes = audit.Select(line => JsonNode.Parse(line)!).Count(IsTenantWrite);
        output.WriteLine($"created {created.TotalSeconds:0.0} s, ready {ready.TotalSeconds:0.0} s after the first");
        output.WriteLine($"uploaded, receipts and all, {uploaded.TotalSeconds:0.0} s after the request");
        output.WriteLine(
            $"record PUTs {puts}, tenant status writes {writes}, peak memory {running.PeakMemory() >> 20} MiB"
        );
        puts.Should().Be(Tenants);
        writes.Should().Be(2 * Tenants, "one says Ready, one holds the receipt");
        ((int)ended["status"]!["lastRun"]!["records"]!).Should().Be(Tenants);
        await site.Bucket.ShouldBeWholeAsync(site.Name);
    }

    private async Task AllAsync(Site site, string condition) =>
        await Eventually.TrueAsync(
            async () =>
            {
                var tenants = await installation.GetAsync("bten", @namespace: site.Name);
                return tenants["items"]!.AsArray().Count(tenant => tenant!.Has(condition, "True")) == Tenants;
            },
            Patience,
            () => $"not all tenants are {condition}"
        );

    private static bool IsTenantWrite(JsonNode entry) =>
        (string?)entry["user"]!["username"] == Operator
        && (string?)entry["objectRef"]?["resource"] == "tenants"
        && (string?)entry["verb"] is not ("get" or "list" or "watch")
        && (string?)entry["stage"] == "ResponseComplete";
}
