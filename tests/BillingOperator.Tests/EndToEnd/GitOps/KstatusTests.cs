using System.Text.Json.Nodes;

namespace BillingOperator.Tests.EndToEnd.GitOps;

/// <summary>What Flux and Helm make of objects, by the rules of kstatus, from the first look on.</summary>
[Collection(EventsCollection.Name)]
public sealed class KstatusTests(RunningOperator installation)
{
    [Fact]
    public async Task What_becomes_well_is_never_seen_as_failed_and_what_does_not_is()
    {
        using var site = await installation.CreateSiteAsync("kstatus");
        await site.CreateSecretAsync();

        await site.ApplySettingsAsync();
        var settings = await FollowAsync(it => site.SettingsAsync(it));
        await site.ApplyTenantsAsync(site.CloudTenant("acme"), site.CloudTenant("broken", tier3: ""));
        var acme = await FollowAsync(it => site.TenantAsync("acme", it));
        var broken = await FollowAsync(it => site.TenantAsync("broken", it));
        await site.ApplyEventAsync(enabled: true);
        var events = await FollowAsync(it => site.EventAsync(it));

        settings.Should().NotContain("Failed").And.EndWith("Current");
        acme.Should().NotContain("Failed").And.EndWith("Current");
        events.Should().NotContain("Failed").And.EndWith("Current");
        broken.Should().EndWith("Failed");
        (await site.TenantAsync("acme", _ => true))["metadata"]!["generation"]!.GetValue<long>().Should().Be(1);

        // A new spec is in progress until it was looked at.
        await site.ApplyTenantsAsync(site.CloudTenant("acme", tier3: "T3-8"));
        var newer = await FollowAsync(it => site.TenantAsync("acme", it), generation: 2);
        newer.Should().NotContain("Failed").And.EndWith("Current");
    }

    /// <summary>What kstatus says of an object, look after look, until the operator has looked at it and it stays so.</summary>
    private static async Task<List<string>> FollowAsync(
        Func<Func<JsonNode, bool>, Task<JsonNode>> wait,
        long generation = 1
    )
    {
        var seen = new List<string>();
        await wait(it =>
        {
            seen.Add(StatusOf(it));
            return (long?)it["status"]?["observedGeneration"] == generation && seen[^1] is "Current" or "Failed";
        });
        return seen;
    }

    // kstatus: generation, then Reconciling and Stalled, then Ready; an object without conditions is current.
    private static string StatusOf(JsonNode entity)
    {
        if (
            entity["status"]?["observedGeneration"] is { } observed
            && (long)observed != (long)entity["metadata"]!["generation"]!
        )
        {
            return "InProgress";
        }
        return entity.Has("Reconciling", "True") ? "InProgress"
            : entity.Has("Stalled", "True") ? "Failed"
            : entity.Condition("Ready") is null || entity.Has("Ready", "True") ? "Current"
            : "InProgress";
    }
}
