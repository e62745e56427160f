using System.Text;
using System.Text.Json.Nodes;

namespace BillingOperator.Tests.EndToEnd;

[Collection(RunningOperatorCollection.Name)]
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
        await Eventually.HoldsAsync(
            async () => (await installation.GetAsync("bss", $"{site.Name}-2")).Has("Ready", "True", "WriteProved"),
            TimeSpan.FromSeconds(30),
            () => "the second settings are not ready"
        );
    }

    private static Task ClaimForTheOtherAsync(Site site) =>
        site.Bucket.WriteAsync(
            Probe,
            Encoding.UTF8.GetBytes($$"""{"schema_version": 1, "cluster_uid": "{{Other}}", "cluster": "blue"}""")
        );
}
