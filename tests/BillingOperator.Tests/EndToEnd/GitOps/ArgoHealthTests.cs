using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using BillingOperator.TestEnvironment.Processes;

namespace BillingOperator.Tests.EndToEnd.GitOps;

/// <summary>What Argo CD makes of objects by the Lua of <c>config/argocd</c>, run by Lua 5.1, whose language Argo CD's is.</summary>
[Collection(EventsCollection.Name)]
public sealed partial class ArgoHealthTests(RunningOperator installation)
{
    [Fact]
    public async Task An_object_is_as_healthy_as_its_conditions_say()
    {
        using var site = await installation.CreateSiteAsync("argo");
        await site.CreateSecretAsync();
        var unseen = JsonNode.Parse("""{"metadata": {"generation": 1}, "spec": {}}""")!;
        await site.ApplyTenantsAsync(site.CloudTenant("acme"), site.CloudTenant("broken", tier3: ""));
        var acme = await site.TenantAsync("acme", it => it.Has("Ready", "True"));
        var broken = await site.TenantAsync("broken", it => it.Has("Ready", "False"));
        var newer = acme.DeepClone();
        newer["metadata"]!["generation"] = 2;
        var going = acme.DeepClone();
        going["metadata"]!["deletionTimestamp"] = "2026-11-27T00:00:00Z";

        (await HealthAsync("Tenant", unseen)).Should().StartWith("Progressing");
        (await HealthAsync("Tenant", acme)).Should().StartWith("Healthy");
        (await HealthAsync("Tenant", newer)).Should().StartWith("Progressing");
        (await HealthAsync("Tenant", going)).Should().StartWith("Progressing");
        (await HealthAsync("Tenant", broken)).Should().StartWith("Degraded").And.Contain("tier3AccountId");

        await site.ApplyEventAsync(enabled: true);
        var waiting = await site.EventAsync(it => it.Has("Ready", "False", "SettingsNotFound"));
        (await HealthAsync("BillingEvent", unseen)).Should().StartWith("Progressing");
        (await HealthAsync("BillingEvent", waiting)).Should().StartWith("Progressing");

        await site.ApplySettingsAsync(bucket: "no-such-bucket");
        var wrong = await site.SettingsAsync(it => it.Has("Ready", "False"));
        (await HealthAsync("BillingServerSettings", wrong)).Should().StartWith("Degraded");
        await site.ApplySettingsAsync();
        var right = await site.SettingsAsync(it => it.Has("Ready", "True"));
        (await HealthAsync("BillingServerSettings", right)).Should().StartWith("Healthy");

        var done = await site.RunsEndedAsync(1);
        (await HealthAsync("BillingEvent", done)).Should().StartWith("Healthy");
        var running = done.DeepClone();
        running.Condition("Running")!["status"] = "True";
        (await HealthAsync("BillingEvent", running)).Should().StartWith("Progressing");
        await site.ApplyEventAsync(enabled: false);
        var off = await site.EventAsync(it => it.Has("Ready", "True", "Disabled"));
        (await HealthAsync("BillingEvent", off)).Should().StartWith("Suspended");
    }

    private async Task<string> HealthAsync(string kind, JsonNode entity)
    {
        var scripts = await File.ReadAllTextAsync(Repository.PathOf("config", "argocd", "argocd-cm.yaml"));
        var script = Script().Matches(scripts).Single(match => match.Groups[1].Value == kind).Groups[2].Value;
        var lua = $$"""
            local function health(obj)
            {{script}}
            end
            local result = health({{Literal(entity)}})
            print(result.status .. ": " .. result.message)
            """;
        return await installation.Cluster.ShellAsync($"lua5.1 - <<'LUA'\n{lua}\nLUA");
    }

    // As Argo CD hands it over: what is null in JSON is absent.
    private static string Literal(JsonNode? json)
    {
        var text = new StringBuilder();
        switch (json)
        {
            case JsonObject fields:
                text.Append('{');
                foreach (var (name, value) in fields.Where(field => field.Value is not null))
                {
                    text.Append('[').Append(Quoted(name)).Append("] = ").Append(Literal(value)).Append(", ");
                }
                return text.Append('}').ToString();
            case JsonArray items:
                return $"{{{string.Join(", ", items.Select(Literal))}}}";
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                return Quoted((string)value!);
            default:
                return json?.ToJsonString() ?? "nil";
        }
    }

    private static string Quoted(string text) =>
        $"\"{text.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)}\"";

    [GeneratedRegex(
        "^  resource\\.customizations\\.health\\.billing\\.pureconnect\\.io_(\\w+): \\|\n((?:    .*\n)+)",
        RegexOptions.Multiline
    )]
    private static partial Regex Script();
}
