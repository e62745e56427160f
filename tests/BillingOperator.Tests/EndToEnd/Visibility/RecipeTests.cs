using System.Text.RegularExpressions;
using BillingOperator.TestEnvironment.Processes;

namespace BillingOperator.Tests.EndToEnd.Visibility;

/// <summary>What <c>docs/operations.md</c> tells people to type, typed.</summary>
[Collection(SettingsCollection.Name)]
public sealed partial class RecipeTests(RunningOperator installation)
{
    private static readonly string Document = File.ReadAllText(Repository.PathOf("docs", "operations.md"));

    [Fact]
    public async Task The_recipe_for_who_is_not_billed_shows_these_and_no_others()
    {
        using var site = await installation.CreateSiteAsync("recipe");
        await site.CreateSecretAsync();
        await site.ApplySettingsAsync();
        await site.ApplyTenantsAsync(site.CloudTenant("billed"), NotBillable(site));
        await site.ApplyEventAsync(enabled: true);
        await site.TenantAsync("billed", it => it.Has("Uploaded", "True"));
        await site.ApplyTenantsAsync(site.CloudTenant("waiting"));
        await site.ApplyTenantsAsync(
            site.CloudTenant("copy").Replace(site.IdOf("copy"), site.IdOf("billed"), StringComparison.Ordinal)
        );
        await site.TenantAsync("waiting", it => it.Has("Ready", "True") && it.Has("Uploaded", "False"));
        await site.TenantAsync("copy", it => it.Has("Ready", "False"));
        await site.TenantAsync("free", it => it.Has("Ready", "True"));

        var shown = await installation.Cluster.ShellAsync(Recipe().Match(Document).Groups[1].Value);

        shown
            .Split('\n')
            .Where(line => line.StartsWith($"{site.Name} ", StringComparison.Ordinal))
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1])
            .Should()
            .BeEquivalentTo("waiting", "copy");
    }

    [Fact]
    public async Task The_commands_of_the_table_do_what_they_say()
    {
        using var site = await installation.CreateSiteAsync("typed");
        await site.CreateSecretAsync();
        await site.ApplySettingsAsync();
        await site.ApplyTenantsAsync(site.CloudTenant("acme"));
        await site.ApplyEventAsync(enabled: false);
        await site.EventAsync(it => it.Has("Ready", "True", "Disabled"));

        await TypeAsync("turn billing on", site);
        await site.RunsEndedAsync(1);
        await TypeAsync("run now", site);
        await site.RunsEndedAsync(2);
        (await TypeAsync("see how it went", site)).Should().Contain("Succeeded");
    }

    private Task<string> TypeAsync(string what, Site site)
    {
        var row = Regex.Match(Document, $@"^\| {what} \| `(kubectl [^`]+)`", RegexOptions.Multiline);
        row.Success.Should().BeTrue($"there is a row '{what}'");
        return installation.Cluster.ShellAsync(
            row.Groups[1].Value.Replace(" pureconnect", $" {site.Name}", StringComparison.Ordinal)
        );
    }

    private static string NotBillable(Site site) =>
        $$"""
            apiVersion: billing.pureconnect.io/v1
            kind: Tenant
            metadata: {name: free, namespace: {{site.Name}}, labels: {site: {{site.Name}} } }
            spec: {tenantId: {{site.IdOf("free")}} }
            """;

    [GeneratedRegex(@"```sh\n(kubectl get bten -A .*)\n```")]
    private static partial Regex Recipe();
}
