using System.Text;
using System.Text.Json.Nodes;
using BillingOperator.TestEnvironment;
using BillingOperator.TestEnvironment.Proxying;

namespace BillingOperator.Tests.EndToEnd;

[Collection(SettingsCollection.Name)]
public sealed class PrefixInUseTests(RunningOperator installation)
{
    private const string Probe = "finance/.billing-operator-probe";
    private const string Other = "5b2b1c6e-0000-4000-8000-other-cluster";

    [Fact]
    public async Task The_prefix_of_another_cluster_is_left_alone_until_it_is_taken_over()
    {
        using var site = await installation.CreateSiteAsync("shared");
        await ClaimForTheOtherAsync(site);
        await site.CreateSecretAsync();
        await site.ApplyTenantsAsync(site.CloudTenant("acme"));
        await site.ApplyEventAsync(enabled: true);

        await site.ApplySettingsAsync();

        var settings = await site.SettingsAsync(it => it.Has("Ready", "False", "PrefixInUse"));
        settings.Message("Ready").Should().Contain($"\"blue\" ({Other})").And.Contain("takeOver");
        await site.EventAsync(it => it.Has("Ready", "False", "SettingsNotReady"));
        (await site.Bucket.KeysAsync()).Should().Equal(Probe);

        await site.KubectlAsync("annotate", "bss", site.Name, $"billing.pureconnect.io/takeOver={Other}");

        await site.SettingsAsync(it => it.Has("Ready", "True", "WriteProved"));
        await site.RunsEndedAsync(1);
        var identity = (string)(await installation.GetAsync("ns", "kube-system"))["metadata"]!["uid"]!;
        var claim = JsonNode.Parse(await site.Bucket.ReadAsync(Probe))!;
        ((string)claim["cluster_uid"]!).Should().Be(identity);

        await ClaimForTheOtherAsync(site);
        await site.RequestAsync("again");

        await site.EventAsync(it => (string?)it["status"]?["activeRun"]?["lastFailure"]?["reason"] == "PrefixInUse");
        await site.KubectlAsync("annotate", "bss", site.Name, "look=again");
        await site.SettingsAsync(it => it.Has("Ready", "False", "PrefixInUse"));
    }

    [Fact]
    public async Task A_run_that_goes_on_stops_when_another_cluster_comes_to_hold_the_prefix_and_goes_on_after_that()
    {
        using var site = await installation.CreateSiteAsync("intruder");
        await site.CreateSecretAsync();
        await site.ApplySettingsAsync();
        await site.ApplyTenantsAsync(Enumerable.Range(0, 8).Select(i => site.CloudTenant($"tenant-{i}")));
        await site.TenantAsync("tenant-7", it => it.Has("Ready", "True"));
        await site.SettingsAsync(it => it.Has("Ready", "True"));
        using var slow = installation.S3Proxy.Fail(
            request =>
                request.Method == "PUT"
                && request.Path.StartsWith($"/{site.Name}/", StringComparison.Ordinal)
                && request.Path.Contains("/tenants/", StringComparison.Ordinal),
            Faults.Delay(TimeSpan.FromSeconds(3))
        );
        await site.ApplyEventAsync(enabled: true, "uploadConcurrency: 1");
        var going = await site.EventAsync(it => (int?)it["status"]?["activeRun"]?["stored"] > 0);
        var run = (string)going["status"]!["activeRun"]!["id"]!;

        await ClaimForTheOtherAsync(site);
        await site.KubectlAsync("annotate", "bss", site.Name, "look=again");

        await site.SettingsAsync(it => it.Has("Ready", "False", "PrefixInUse"));
        var stopped = await site.EventAsync(it => it.Has("Running", "False", "WaitsForSettings"));
        stopped.Message("Ready").Should().Contain("PrefixInUse").And.Contain("\"blue\"");
        var before = await site.Bucket.KeysAsync();
        before.Count(key => key.StartsWith(site.RecordsPrefix, StringComparison.Ordinal)).Should().BeLessThan(8);

        await site.KubectlAsync("annotate", "bss", site.Name, $"billing.pureconnect.io/takeOver={Other}");

        var ended = await site.RunsEndedAsync(1, TimeSpan.FromMinutes(1));
        ((string)ended["status"]!["lastRun"]!["id"]!).Should().Be(run);
        await site.Bucket.ShouldBeWholeAsync(site.Name);
    }

    [Fact]
    public async Task Where_the_probe_is_off_a_prefix_is_taken_over_once_too()
    {
        using var site = await installation.CreateSiteAsync("trusted");
        await ClaimForTheOtherAsync(site);
        await site.CreateSecretAsync();
        await site.ApplyTenantsAsync(site.CloudTenant("acme"));
        await installation.Cluster.ApplyAsync(
            site.SettingsManifest().Replace("  credentials:", "  probe: {enabled: false}\n  credentials:", default)
        );
        await site.SettingsAsync(it => it.Has("Ready", "True", "ProbeDisabled"));
        await site.ApplyEventAsync(enabled: true);
        await FailsAsync(site);

        await site.KubectlAsync("annotate", "bss", site.Name, $"billing.pureconnect.io/takeOver={Other}");

        var settings = await site.SettingsAsync(it => (string?)it["status"]?["takenOver"] == Other);
        settings.Has("Ready", "True", "ProbeDisabled").Should().BeTrue();
        await site.RunsEndedAsync(1, TimeSpan.FromMinutes(2));
        await ClaimForTheOtherAsync(site);
        await site.RequestAsync("again");
        await FailsAsync(site);

        static Task FailsAsync(Site site) =>
            site.EventAsync(it => (string?)it["status"]?["activeRun"]?["lastFailure"]?["reason"] == "PrefixInUse");
    }

    [Fact]
    public async Task Two_settings_of_one_cluster_may_share_a_prefix()
    {
        using var site = await installation.CreateSiteAsync("twice");
        await site.CreateSecretAsync();
        await site.ApplySettingsAsync();
        await installation.Cluster.ApplyAsync(
            site.SettingsManifest()
                .Replace($"metadata: {{name: {site.Name}}}", $"metadata: {{name: {site.Name}-2}}", default)
        );

        await site.SettingsAsync(it => it.Has("Ready", "True", "WriteProved"));
        await Eventually.TrueAsync(
            async () => (await installation.GetAsync("bss", $"{site.Name}-2")).Has("Ready", "True", "WriteProved"),
            TimeSpan.FromSeconds(60),
            () => "the second settings are not ready"
        );
    }

    private static Task ClaimForTheOtherAsync(Site site) =>
        site.Bucket.WriteAsync(
            Probe,
            Encoding.UTF8.GetBytes($$"""{"schema_version": 1, "cluster_uid": "{{Other}}", "cluster": "blue"}""")
        );
}
