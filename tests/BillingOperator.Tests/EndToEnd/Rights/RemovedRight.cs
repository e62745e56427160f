using System.Text.Json.Nodes;
using BillingOperator.TestEnvironment;
using BillingOperator.TestEnvironment.Processes;

namespace BillingOperator.Tests.EndToEnd.Rights;

/// <summary>The operator's rights, and the operator without one of them.</summary>
internal sealed class RemovedRight(Installation installation)
{
    private static readonly TimeSpan SaysSoWithin = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(0.5);

    /// <summary>Every right that it has, as <c>ROLE VERB RESOURCE GROUP</c>.</summary>
    public async Task<IReadOnlyList<string>> AllAsync()
    {
        var rights = new List<string>();
        foreach (var kind in (string[])["clusterrole", "role"])
        {
            var role = await ReadAsync(kind);
            rights.AddRange(
                from rule in role["rules"]!.AsArray()
                from resource in rule!["resources"]!.AsArray()
                from verb in rule["verbs"]!.AsArray()
                select $"{kind} {verb} {resource} {rule["apiGroups"]![0]}".TrimEnd()
            );
        }
        return rights;
    }

    /// <summary>Takes a right away, starts the operator with something to do, and waits until its log names what it misses.</summary>
    /// <param name="right">As <see cref="AllAsync"/> has it.</param>
    /// <param name="says">What the log says; by default what the API server says of such a refusal.</param>
    public async Task IsMissedAsync(string right, string? says = null)
    {
        using var site = await installation.CreateSiteAsync("right");
        await site.CreateSecretAsync();
        await site.ApplySettingsAsync();
        await site.ApplyTenantsAsync(site.CloudTenant("acme"));
        await site.ApplyEventAsync(enabled: false);
        await installation.Cluster.KubectlAsync("delete", "leases", "--all", "-n", Installation.OwnNamespace);
        await RemoveAsync(right);

        await using var started = OperatorProcess.Launch(installation.OperatorKubeconfig);
        await Eventually.TrueAsync(
            async () =>
            {
                // The same refusal again is the same Event, which counts.
                await site.RequestAsync($"{Guid.NewGuid():N}");
                await Task.Delay(Pace, TimeProvider.System);
                return started.Log.Contains(says ?? Refusal(right), StringComparison.Ordinal);
            },
            SaysSoWithin,
            () => $"nobody missed {right}:\n{started.Log}"
        );
    }

    /// <summary>Gives all back.</summary>
    public Task RestoreAsync() =>
        installation.Cluster.KubectlAsync("apply", "--validate=false", "-k", Repository.PathOf("config", "rbac"));

    private static string Refusal(string right) =>
        right.Split(' ') is [_, var verb, var resource, .. var group]
            ? $"cannot {verb} resource \"{resource}\" in API group \"{string.Concat(group)}\""
            : throw new ArgumentException(right, nameof(right));

    private async Task RemoveAsync(string right)
    {
        var kind = right.Split(' ')[0];
        var role = await ReadAsync(kind);
        role["rules"] = new JsonArray([
            .. from rule in role["rules"]!.AsArray()
            from resource in rule!["resources"]!.AsArray()
            from verb in rule["verbs"]!.AsArray()
            where $"{kind} {verb} {resource} {rule["apiGroups"]![0]}".TrimEnd() != right
            select Single(rule, resource, verb),
        ]);
        await installation.Cluster.KubectlWithInputAsync(role.ToJsonString(), "replace", "-f", "-");
    }

    private static JsonNode Single(JsonNode rule, JsonNode resource, JsonNode verb)
    {
        var single = rule.DeepClone();
        single["resources"] = new JsonArray(resource.DeepClone());
        single["verbs"] = new JsonArray(verb.DeepClone());
        return single;
    }

    private async Task<JsonNode> ReadAsync(string kind) =>
        JsonNode.Parse(
            await installation.Cluster.KubectlAsync(
                "get",
                kind,
                "billing-operator",
                "-n",
                Installation.OwnNamespace,
                "-o",
                "json"
            )
        )!;
}
