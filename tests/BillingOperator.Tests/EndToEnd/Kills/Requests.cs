using System.Text.Json.Nodes;

namespace BillingOperator.Tests.EndToEnd.Kills;

/// <summary>Asks for runs by annotation, one after the other.</summary>
internal sealed class Requests(Site site)
{
    private static readonly TimeSpan RunsWithin = TimeSpan.FromMinutes(3);
    private static readonly DateOnly Start = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
    private int _months;

    public string Event => site.Name;

    public int Count { get; private set; }

    public string ThisMonth => $"{Start:yyyy-MM}";

    /// <summary>A month before all that were asked for so far, so that all its records are new.</summary>
    public string NextMonth() => $"{Start.AddMonths(-++_months):yyyy-MM}";

    public Task<string> MakeAsync(string period) =>
        site.KubectlAsync(
            "annotate",
            "--overwrite",
            "bev",
            site.Name,
            $"billing.pureconnect.io/requestedPeriod={period}#{++Count}"
        );

    public Task<JsonNode> EndedAsync() =>
        site.EventAsync(
            it =>
                ((string?)it["status"]?["requests"]?["period"]?["value"])?.EndsWith(
                    $"#{Count}",
                    StringComparison.Ordinal
                ) == true
                && it["status"]!["activeRun"] is null,
            RunsWithin
        );

    public async Task RunAsync(string period)
    {
        await MakeAsync(period);
        await EndedAsync();
    }
}
