using System.Text.Json.Nodes;
using BillingOperator.TestEnvironment;

namespace BillingOperator.Tests.EndToEnd.Visibility;

/// <summary>Mistakes and refusals are told where people look: in the log, in Events, and to whom they concern.</summary>
[Collection(SettingsCollection.Name)]
public sealed class ReportingTests(RunningOperator installation)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_mistake_is_told_once_and_another_one_with_the_same_reason_again()
    {
        using var site = await installation.CreateSiteAsync("mistaken");
        await ApplyEventAsync(site, "Europe/Nowhere");
        await ToldAsync($"BillingEvent {site.Name}: Ready=False, Invalid: ", "Europe/Nowhere");
        await EventAsync(site, "Invalid", "Europe/Nowhere");

        await ApplyEventAsync(site, "Mars/Olympus");

        await ToldAsync($"BillingEvent {site.Name}: Ready=False, Invalid: ", "Mars/Olympus");
        await EventAsync(site, "Invalid", "Mars/Olympus");
        Lines($"BillingEvent {site.Name}: Ready=").Should().Be(2);
    }

    [Fact]
    public async Task What_is_tried_again_and_again_is_told_once()
    {
        using var site = await installation.CreateSiteAsync("retried");
        await installation.Cluster.ApplyAsync(site.SettingsManifest().TrimEnd() + "\n  probe: {interval: 10s}\n");
        await ToldAsync($"BillingServerSettings {site.Name}: Ready=False, SecretNotFound: ", site.Name);

        await Task.Delay(TimeSpan.FromSeconds(15), TimeProvider.System);

        Lines($"BillingServerSettings {site.Name}").Should().Be(1);
        await site.CreateSecretAsync();
        await ToldAsync($"BillingServerSettings {site.Name}: Ready=True, WriteProved: ", site.Name);
    }

    [Fact]
    public async Task A_refused_request_is_a_line()
    {
        using var site = await installation.CreateSiteAsync("refused");
        await site.ApplyEventAsync(enabled: false);
        await site.EventAsync(it => it.Has("Ready", "True", "Disabled"));

        await site.RequestAsync("now");

        await ToldAsync($"BillingEvent {site.Name}: RequestRefused: ", "disabled");
    }

    [Fact]
    public async Task Landlord_and_tenant_administrator_read_the_Events_about_their_objects()
    {
        using var site = await installation.CreateSiteAsync("readable");
        await ApplyEventAsync(site, "Europe/Nowhere");
        await site.ApplyTenantsAsync(site.CloudTenant("acme"));
        await site.ApplyTenantsAsync(
            site.CloudTenant("copy").Replace(site.IdOf("copy"), site.IdOf("acme"), StringComparison.Ordinal)
        );
        await EventAsync(site, "Invalid", "Europe/Nowhere");
        await EventAsync(site, "DuplicateTenantId", "acme");
        await site.KubectlAsync(
            "create",
            "clusterrolebinding",
            site.Name,
            "--clusterrole=billing-landlord",
            $"--user=landlord-{site.Name}"
        );
        foreach (var role in new[] { "administrator", "viewer" })
        {
            await site.KubectlAsync(
                "create",
                "rolebinding",
                role,
                "-n",
                site.Name,
                $"--clusterrole=billing-tenant-{role}",
                $"--user={role}-{site.Name}"
            );
        }

        (await DescribeAsync($"landlord-{site.Name}", "bev", site.Name)).Should().Contain("Europe/Nowhere");
        foreach (var who in new[] { "landlord", "administrator", "viewer" })
        {
            (await DescribeAsync($"{who}-{site.Name}", "bten", "copy", "-n", site.Name))
                .Should()
                .Contain("DuplicateTenantId");
        }

        async Task<string> DescribeAsync(string user, params string[] what)
        {
            var text = await site.KubectlAsync(["describe", .. what, $"--as={user}"]);
            return text[text.LastIndexOf("Events:", StringComparison.Ordinal)..];
        }
    }

    private static Task ApplyEventAsync(Site site, string zone) =>
        site.ApplyEventAsync(enabled: false, $"timeZone: {zone}");

    private Task ToldAsync(string start, string part) =>
        Eventually.TrueAsync(
            () =>
                Task.FromResult(
                    installation
                        .Operator.Log.Split('\n')
                        .Any(line =>
                            line.Contains(start, StringComparison.Ordinal)
                            && line.Contains(part, StringComparison.Ordinal)
                        )
                ),
            Patience,
            () => installation.Operator.Log
        );

    private int Lines(string text) =>
        installation.Operator.Log.Split('\n').Count(line => line.Contains(text, StringComparison.Ordinal));

    private async Task EventAsync(Site site, string reason, string part)
    {
        JsonArray seen = [];
        await Eventually.TrueAsync(
            async () =>
            {
                seen = (await installation.GetAsync("events"))["items"]!.AsArray();
                return seen.Any(item =>
                    (string?)item!["reason"] == reason
                    && item.ToJsonString().Contains(site.Name, StringComparison.Ordinal)
                    && ((string)item["message"]!).Contains(part, StringComparison.Ordinal)
                );
            },
            Patience,
            () => seen.ToJsonString()
        );
    }
}
