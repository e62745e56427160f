using BillingOperator.Benchmarks.Parts;
using BillingOperator.Benchmarks.Reports;

namespace BillingOperator.Benchmarks.Scenarios;

/// <summary>From the start of the process to the first status that it writes, with one tenant that is new.</summary>
internal sealed class Startup : IScenario
{
    private const int Starts = 7;
    private const double BarSeconds = 0.2;

    /// <inheritdoc/>
    public string Name => "startup";

    /// <inheritdoc/>
    public string Does => $"starts the operator {Starts} times";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Result>> MeasureAsync(Stage stage, CancellationToken cancellationToken)
    {
        var times = new List<double>();
        for (var number = 0; number < Starts; number++)
        {
            await stage.Tenants.CreateAsync(number, number + 1, cancellationToken);
            await using var running = stage.StartOperator();
            await running.TenantsReadyAsync(number + 1, cancellationToken);
            var requests = await stage.Audit.SinceAsync(running.StartedAt, cancellationToken);
            times.Add((requests.First(request => request.IsTenantWrite).ReceivedAt - running.StartedAt).TotalSeconds);
            await running.StopAsync(cancellationToken);
        }

        return
        [
            new Result("process start to first status write", Result.Median(times), "s")
            {
                Bar = BarSeconds,
                All = times,
            },
        ];
    }
}
