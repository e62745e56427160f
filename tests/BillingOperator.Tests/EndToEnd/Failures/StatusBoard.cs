using System.Diagnostics;
using System.Text.Json.Nodes;
using BillingOperator.TestEnvironment;

namespace BillingOperator.Tests.EndToEnd.Failures;

/// <summary>
/// What the API server has of all settings and events, asked for once for everybody who waits: a kubectl a waiter would
/// keep two processors busy.
/// </summary>
internal sealed class StatusBoard : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    private readonly Installation _installation;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _polling;
    private volatile Dictionary<(string Kind, string Name), JsonNode> _seen = [];

    public StatusBoard(Installation installation)
    {
        _installation = installation;
        _polling = PollAsync();
    }

    /// <summary>Waits for settings to be so, and returns them with how long that took.</summary>
    public Task<(JsonNode Entity, TimeSpan After)> SettingsAsync(
        FailingSite site,
        Func<JsonNode, bool> until,
        TimeSpan patience
    ) => WaitAsync(("BillingServerSettings", site.Name), until, patience);

    /// <summary>Waits for an event to be so, and returns it with how long that took.</summary>
    public Task<(JsonNode Entity, TimeSpan After)> EventAsync(
        FailingSite site,
        Func<JsonNode, bool> until,
        TimeSpan patience
    ) => WaitAsync(("BillingEvent", site.Name), until, patience);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _polling;
        _stop.Dispose();
    }

    private async Task<(JsonNode, TimeSpan)> WaitAsync(
        (string Kind, string Name) key,
        Func<JsonNode, bool> until,
        TimeSpan patience
    )
    {
        var clock = Stopwatch.StartNew();
        JsonNode? seen = null;
        await Eventually.TrueAsync(
            () => Task.FromResult(_seen.TryGetValue(key, out seen) && until(seen)),
            patience,
            () => $"{key} is {seen}"
        );
        return (seen!, clock.Elapsed);
    }

    private async Task PollAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await LookAsync();
            }
            catch (HttpRequestException)
            {
                // A busy server may refuse one look and answer the next; whoever waits too long says what it saw last.
            }
            await Task.Delay(Pause, TimeProvider.System, _stop.Token)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task LookAsync()
    {
        var settings = (await _installation.GetAsync("bss"))["items"]!.AsArray();
        var events = (await _installation.GetAsync("bev"))["items"]!.AsArray();
        _seen = settings
            .Concat(events)
            .ToDictionary(item => ((string)item!["kind"]!, (string)item["metadata"]!["name"]!), it => it!);
    }
}
