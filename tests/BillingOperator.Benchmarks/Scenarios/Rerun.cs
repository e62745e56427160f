using System.Globalization;
using System.Text.Json.Nodes;
using BillingOperator.Benchmarks.Parts;
using BillingOperator.Benchmarks.Reports;
using BillingOperator.TestEnvironment.Proxying;

namespace BillingOperator.Benchmarks.Scenarios;

/// <summary>A second run with nothing changed: what it asks of the bucket, counted before it, and of the API server.</summary>
internal sealed class Rerun : IScenario
{
    private const string Site = "rerun";

    /// <inheritdoc/>
    public string Name => "rerun";

    /// <inheritdoc/>
    public string Does => "runs twice, with nothing changed in between";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Result>> MeasureAsync(Stage stage, CancellationToken cancellationToken)
    {
        await using var proxy = await FaultProxy.StartAsync(stage.Server, cancellationToken: cancellationToken);
        await stage.Tenants.CreateAsync(0, stage.Options.Tenants, cancellationToken);
        await using var running = stage.StartOperator();
        await running.TenantsReadyAsync(stage.Options.Tenants, cancellationToken);
        await stage.UploadAsync(running, Site, cancellationToken, proxy);

        var before = proxy.Requests.Count;
        var start = TimeProvider.System.GetUtcNow();
        var request = new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                ["annotations"] = new JsonObject { ["billing.pureconnect.io/requestedAt"] = "again" },
            },
        };
        await stage.Api.MergeAsync(ApiClient.PathOf("billingevents", name: Site), request, cancellationToken);
        await stage.RunsEndedAsync(Site, 2, cancellationToken);
        var manifest = (await stage.ListAsync(Site, $"{Site}/", cancellationToken))
            .Where(item => item.Key.EndsWith("/manifest.json", StringComparison.Ordinal))
            .Max(item => item.LastModified!.Value.ToUniversalTime());
        var asked = proxy.Requests.Skip(before).ToList();
        var written = await stage.Audit.SinceAsync(start, cancellationToken);

        var what = string.Create(CultureInfo.InvariantCulture, $"rerun over {stage.Options.Tenants:N0} tenants");
        return
        [
            new Result($"{what}, nothing changed", (manifest - start.UtcDateTime).TotalSeconds, "s"),
            Count("  record PUTs", asked.Count(one => one.Method == "PUT" && IsRecord(one)), bar: 0),
            Count("  tenant status writes", written.Count(one => one.IsTenantWrite), bar: 0),
            Count("  LISTs", asked.Count(one => one.HasParameter("list-type", "2")), bar: null),
            Count(
                "  other S3 requests",
                asked.Count(one => !one.HasParameter("list-type", "2") && !IsRecord(one)),
                null
            ),
        ];
    }

    private static bool IsRecord(ProxiedRequest request) =>
        Uri.UnescapeDataString(request.Path).Contains("/tenants/", StringComparison.Ordinal);

    private static Result Count(string what, int count, double? bar) => new(what, count, "") { Bar = bar };
}
