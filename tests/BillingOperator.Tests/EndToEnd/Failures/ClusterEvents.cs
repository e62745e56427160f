using System.Text.Json.Nodes;
using BillingOperator.TestEnvironment;

namespace BillingOperator.Tests.EndToEnd.Failures;

/// <summary>Kubernetes Events, as kubectl shows them.</summary>
internal static class ClusterEvents
{
    /// <summary>Waits until there is a warning with this reason about each of these objects.</summary>
    public static async Task ShouldWarnAsync(
        this Installation installation,
        string kind,
        IReadOnlyList<(string Name, string Reason)> expected
    )
    {
        IReadOnlyList<(string Name, string Reason)> missing = expected;
        await Eventually.TrueAsync(
            async () =>
            {
                var warnings = (await installation.GetAsync("events"))["items"]!
                    .AsArray()
                    .Where(item => (string?)item!["type"] == "Warning")
                    .Where(item => (string?)About(item!)["kind"] == kind)
                    .Select(item => ((string)About(item!)["name"]!, (string)item!["reason"]!))
                    .ToHashSet();
                missing = [.. expected.Where(one => !warnings.Contains(one))];
                return missing.Count == 0;
            },
            TimeSpan.FromSeconds(60),
            () => $"no Warning of {kind} {string.Join(", ", missing)}"
        );
    }

    private static JsonNode About(JsonNode item) => item["involvedObject"]!;
}
