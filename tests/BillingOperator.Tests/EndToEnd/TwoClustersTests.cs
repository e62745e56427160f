using System.Text.Json.Nodes;
using BillingOperator.TestEnvironment;

namespace BillingOperator.Tests.EndToEnd;

/// <summary>Two clusters, each with an API server and an operator, and one bucket, prefix and event name.</summary>
[Collection(SettingsCollection.Name)]
public sealed class TwoClustersTests(RunningOperator first) : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Installation _second = new();
    private OperatorProcess _operator = null!;

    public async Task InitializeAsync()
    {
        await _second.InitializeAsync();
        _operator = await _second.StartOperatorAsync("--cluster-name", "second");
    }

    public async Task DisposeAsync()
    {
        await _operator.DisposeAsync();
        await _second.DisposeAsync();
    }

    [Fact]
    public async Task The_second_leaves_the_bucket_to_the_first_until_it_takes_over()
    {
        using var site = await first.CreateSiteAsync("clusters");
        await site.CreateSecretAsync();
        await site.ApplyTenantsAsync(site.CloudTenant("acme"), site.CloudTenant("globex"));
        await site.ApplySettingsAsync();
        await site.ApplyEventAsync(enabled: true);
        await site.RunsEndedAsync(1);
        var written = await site.Bucket.KeysAsync();

        await ApplyToSecondAsync(site);

        var refused = await SecondsSettingsAsync(site, it => it.Has("Ready", "False", "PrefixInUse"));
        var identity = await IdentityAsync(first);
        refused.Message("Ready").Should().Contain(identity);
        (await site.Bucket.KeysAsync()).Should().Equal(written);

        await _second.Cluster.KubectlAsync("annotate", "bss", site.Name, $"billing.pureconnect.io/takeOver={identity}");

        await SecondsSettingsAsync(site, it => it.Has("Ready", "True", "WriteProved"));
        await site.KubectlAsync("annotate", "bss", site.Name, "look=again");
        var lost = await site.SettingsAsync(it => it.Has("Ready", "False", "PrefixInUse"));
        lost.Message("Ready").Should().Contain($"\"second\" ({await IdentityAsync(_second)})");
    }

    private async Task ApplyToSecondAsync(Site site)
    {
        var secret = await first.GetAsync("secret", site.Name, Installation.OwnNamespace);
        secret["metadata"] = new JsonObject { ["name"] = site.Name, ["namespace"] = Installation.OwnNamespace };
        await _second.Cluster.ApplyAsync(secret.ToJsonString());
        await _second.Cluster.ApplyAsync(site.EventManifest(enabled: true));
        await _second.Cluster.ApplyAsync(site.SettingsManifest());
    }

    private async Task<JsonNode> SecondsSettingsAsync(Site site, Func<JsonNode, bool> until)
    {
        JsonNode? seen = null;
        await Eventually.TrueAsync(
            async () => until(seen = await _second.GetAsync("bss", site.Name)),
            Patience,
            () => $"the second cluster's settings are {seen}"
        );
        return seen!;
    }

    private static async Task<string> IdentityAsync(Installation cluster) =>
        (string)(await cluster.GetAsync("ns", "kube-system"))["metadata"]!["uid"]!;
}
