using System.Globalization;
using BillingOperator.Benchmarks.Parts;
using BillingOperator.Benchmarks.Reports;

namespace BillingOperator.Benchmarks.Scenarios;

/// <summary>
/// The most memory (resident, by the kernel's count) that a new process has had after it made all tenants ready and
/// uploaded them, at growing numbers of tenants.
/// </summary>
internal sealed class PeakMemory : IScenario
{
    private const int BarTenants = 10_000;
    private const double BarMebibytes = 80;

    /// <inheritdoc/>
    public string Name => "memory";

    /// <inheritdoc/>
    public string Does => "makes ready and uploads more and more tenants, each time by a new process";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Result>> MeasureAsync(Stage stage, CancellationToken cancellationToken)
    {
        var results = new List<Result>();
        var created = 0;
        foreach (var tenants in stage.Options.Memory)
        {
            await stage.Tenants.CreateAsync(created, tenants, cancellationToken);
            created = tenants;
            await using var running = stage.StartOperator();
            await running.TenantsReadyAsync(tenants, cancellationToken);
            var name = string.Create(CultureInfo.InvariantCulture, $"memory-{tenants}");
            await stage.UploadAsync(running, name, cancellationToken);
            var what = string.Create(
                CultureInfo.InvariantCulture,
                $"peak memory, {tenants:N0} tenants ready and uploaded"
            );
            results.Add(
                new Result(what, running.PeakMemory, "MiB") { Bar = tenants <= BarTenants ? BarMebibytes : null }
            );
            await running.StopAsync(cancellationToken);
        }

        return results;
    }
}
