using System.Globalization;
using System.Text.Json.Nodes;
using BillingOperator.Benchmarks.Parts;
using BillingOperator.Benchmarks.Reports;

namespace BillingOperator.Benchmarks.Scenarios;

/// <summary>
/// From the start of the process until the last of many new tenants has its first status, against a loop that only writes
/// the same statuses to the same tenants, created again.
/// </summary>
internal sealed class ColdStart : IScenario
{
    /// <summary>The operator's default of <c>--tenant-workers</c>.</summary>
    private const int Concurrency = 16;
    private const double Bar = 1.15;

    /// <inheritdoc/>
    public string Name => "coldstart";

    /// <inheritdoc/>
    public string Does => "writes the first status of every tenant, by the operator and by a bare loop in turn";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Result>> MeasureAsync(Stage stage, CancellationToken cancellationToken)
    {
        var tenants = stage.Options.Tenants;
        var ours = new List<double>();
        var processor = new List<double>();
        var bare = new List<double>();
        for (var round = 0; round < stage.Options.Rounds; round++)
        {
            await stage.Tenants.CreateAsync(0, tenants, cancellationToken);
            var (elapsed, used) = await StartAsync(stage, cancellationToken);
            ours.Add(elapsed);
            processor.Add(used);
            var statuses = await StatusesAsync(stage, cancellationToken);
            await stage.Tenants.DeleteAsync(0, tenants, cancellationToken);

            await stage.Tenants.CreateAsync(0, tenants, cancellationToken);
            bare.Add(await WriteAsync(stage, statuses, cancellationToken));
            await stage.Tenants.DeleteAsync(0, tenants, cancellationToken);
        }

        var what = string.Create(CultureInfo.InvariantCulture, $"cold start, {tenants:N0} tenants to all Ready");
        return
        [
            Result.Compare(what, ours, $"bare loop of {Concurrency} writers", bare, Bar),
            new Result("  processor time of the operator", Result.Median(processor), "s") { All = processor },
        ];
    }

    private static async Task<(double Elapsed, double Processor)> StartAsync(
        Stage stage,
        CancellationToken cancellationToken
    )
    {
        await using var running = stage.StartOperator();
        await running.TenantsReadyAsync(stage.Options.Tenants, cancellationToken);
        var requests = await stage.Audit.SinceAsync(running.StartedAt, cancellationToken);
        var processor = running.ProcessorTime.TotalSeconds;
        await running.StopAsync(cancellationToken);
        var last = requests.Where(it => it.IsTenantWrite).Max(it => it.AnsweredAt);
        return ((last - running.StartedAt).TotalSeconds, processor);
    }

    private static async Task<IReadOnlyList<(string Path, string Content)>> StatusesAsync(
        Stage stage,
        CancellationToken cancellationToken
    ) =>
        [
            .. (await stage.Tenants.ListAsync(cancellationToken)).Select(tenant =>
            {
                var name = (string)tenant!["metadata"]!["name"]!;
                var content = new JsonObject
                {
                    ["apiVersion"] = "billing.pureconnect.io/v1",
                    ["kind"] = "Tenant",
                    ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = ManyTenants.Namespace },
                    ["status"] = tenant["status"]!.DeepClone(),
                };
                return (ApiClient.PathOf("tenants", ManyTenants.Namespace, name), content.ToJsonString());
            }),
        ];

    private static async Task<double> WriteAsync(
        Stage stage,
        IReadOnlyList<(string Path, string Content)> statuses,
        CancellationToken cancellationToken
    )
    {
        var started = TimeProvider.System.GetTimestamp();
        await Parallel.ForEachAsync(
            statuses,
            new ParallelOptions { MaxDegreeOfParallelism = Concurrency, CancellationToken = cancellationToken },
            async (status, token) => await stage.Api.ApplyStatusAsync(status.Path, status.Content, token)
        );
        return TimeProvider.System.GetElapsedTime(started).TotalSeconds;
    }
}
