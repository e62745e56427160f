using System.Globalization;
using BillingOperator.Benchmarks.Parts;
using BillingOperator.Benchmarks.Reports;

namespace BillingOperator.Benchmarks.Scenarios;

/// <summary>A minute in which nothing changes, after a run.</summary>
internal sealed class Idle : IScenario
{
    private const string Site = "idle";
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    public string Name => "idle";

    /// <inheritdoc/>
    public string Does => "watches the operator do nothing for a minute";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Result>> MeasureAsync(Stage stage, CancellationToken cancellationToken)
    {
        await stage.Tenants.CreateAsync(0, stage.Options.Tenants, cancellationToken);
        await using var running = stage.StartOperator();
        await running.TenantsReadyAsync(stage.Options.Tenants, cancellationToken);
        await stage.UploadAsync(running, Site, cancellationToken);
        await Task.Delay(Settling, cancellationToken);

        var (start, before) = (TimeProvider.System.GetUtcNow(), running.ProcessorTime);
        await Task.Delay(Minute, cancellationToken);
        var used = running.ProcessorTime - before;
        var writes = (await stage.Audit.SinceAsync(start, cancellationToken)).Where(one => one.IsWrite).ToList();

        var others = writes.Where(write => write.Resource != "leases").ToList();
        var what = string.Create(
            CultureInfo.InvariantCulture,
            $"idle for a minute, {stage.Options.Tenants:N0} tenants"
        );
        return
        [
            new Result($"{what}: processor time", used.TotalSeconds, "s"),
            new Result("  writes of the lease", writes.Count(write => write.Resource == "leases"), ""),
            new Result($"  other writes to the API server{Kinds(others)}", others.Count, "") { Bar = 0 },
        ];
    }

    private static string Kinds(IEnumerable<AuditedRequest> writes) =>
        string.Concat(writes.GroupBy(write => write.Resource).Select(some => $", {some.Key}: {some.Count()}"));
}
