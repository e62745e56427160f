using System.Globalization;
using System.Text.Json.Nodes;
using Xunit.Abstractions;

namespace BillingOperator.Tests.EndToEnd.Failures;

/// <summary>
/// Every failure by its name, on the running operator: told in status, message, Kubernetes Event and metrics, retried
/// slowly, and over by itself once the cause is gone. All failures at once, a site each; each prints a line of a table.
/// </summary>
public abstract class FailuresByName(RunningOperator installation, ITestOutputHelper output)
{
    private protected const int Tenants = 20;

    private protected static readonly TimeSpan Told = TimeSpan.FromSeconds(40);
    private protected static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <summary>What somebody has to end is tried again within 54 s, and then there is the run.</summary>
    private protected static readonly TimeSpan Recovery = TimeSpan.FromMinutes(2);

    /// <summary>Long enough for a probe that is tried again slowly, and for a dozen that are not.</summary>
    private protected static readonly TimeSpan Watched = TimeSpan.FromSeconds(40);

    private protected RunningOperator Installation => installation;

    private protected ITestOutputHelper Output => output;

    private protected async Task<IReadOnlyList<FailingSite>> CreateAsync()
    {
        var sites = await Task.WhenAll(
            AllFailures.List.Select(failure => FailingSite.CreateAsync(installation, failure))
        );
        await ApplyAsync(
            sites.SelectMany(site => Enumerable.Range(0, Tenants).Select(i => site.Site.CloudTenant($"tenant-{i:d2}")))
        );
        return sites;
    }

    private protected static async Task<IReadOnlyList<int>> CountRequestsAsync(
        IReadOnlyList<FailingSite> sites,
        TimeSpan time
    )
    {
        var before = sites.Select(site => site.Proxy.Requests.Count).ToList();
        await Task.Delay(time, TimeProvider.System);
        return [.. sites.Select((site, i) => site.Proxy.Requests.Count - before[i])];
    }

    private protected Task<string> ApplyAsync(IEnumerable<string> manifests) =>
        installation.Cluster.ApplyAsync(string.Join("\n---\n", manifests));

    /// <summary>Leaves nothing that goes on failing, and no secret in the log.</summary>
    private protected async Task EndAsync(IReadOnlyList<FailingSite> sites)
    {
        installation.Operator.Log.Should().NotContain("-secret-value").And.NotContain(installation.S3.SecretAccessKey);
        await installation.Cluster.KubectlAsync(["delete", "bev,bss", .. sites.Select(site => site.Name)]);
        await EachAsync(sites, site => site.DisposeAsync().AsTask());
    }

    private protected void Print(FailingSite site, TimeSpan told, int requests, TimeSpan recovered, string message) =>
        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{site.Failure.Reason} | {site.Failure.How} | {told.TotalSeconds:0.0} s | {requests} | {recovered.TotalSeconds:0.0} s | {message}"
            )
        );

    private protected static async Task EachAsync(IReadOnlyList<FailingSite> sites, Func<FailingSite, Task> act) =>
        await Task.WhenAll(sites.Select(act));

    private protected static Task<T[]> EachAsync<T>(IReadOnlyList<FailingSite> sites, Func<FailingSite, Task<T>> act) =>
        Task.WhenAll(sites.Select(act));

    private protected static (string Name, string Reason) Expected(FailingSite site) =>
        (site.Name, site.Failure.Reason);

    private protected static bool Fails(JsonNode entity, FailingSite site) =>
        entity.Has("Ready", "False", site.Failure.Reason);

    private protected static bool WaitsFor(JsonNode billingEvent, FailingSite site) =>
        billingEvent.Has("Ready", "False", "SettingsNotReady")
        && billingEvent.Message("Ready").Contains($"{site.Failure.Reason}: ", StringComparison.Ordinal);

    private protected static bool HasEnded(JsonNode billingEvent) =>
        billingEvent["status"] is { } status
        && status["activeRun"] is null
        && (string?)status["lastRun"]?["state"] == "Succeeded"
        && billingEvent.Has("Ready", "True");
}
