using BillingOperator.Benchmarks.Parts;
using BillingOperator.Benchmarks.Reports;
using BillingOperator.Benchmarks.Scenarios;

namespace BillingOperator.Benchmarks;

/// <summary>Runs the scenarios one after the other, each on servers of its own, and reports what they measured.</summary>
internal static class Bench
{
    private static readonly IScenario[] Scenarios =
    [
        new Startup(),
        new ColdStart(),
        new UploadRun(),
        new Rerun(),
        new VerifyBucket(),
        new Idle(),
        new PeakMemory(),
    ];

    /// <returns>0 when every bar was met, 1 when one was missed, 2 when there is no such scenario.</returns>
    public static async Task<int> RunAsync(BenchOptions options, CancellationToken cancellationToken)
    {
        var unknown = options.Only.Except(Scenarios.Select(scenario => scenario.Name)).ToList();
        if (unknown.Count > 0)
        {
            await Console.Error.WriteLineAsync(
                $"no scenario {string.Join(", ", unknown)}: there are {string.Join(", ", Scenarios.Select(it => it.Name))}"
            );
            return 2;
        }

        var results = new List<Result>();
        foreach (var scenario in Scenarios)
        {
            if (options.Only.Count > 0 && !options.Only.Contains(scenario.Name))
            {
                continue;
            }

            await using var stage = await Stage.SetAsync(options, cancellationToken);
            await Console.Error.WriteLineAsync($"{scenario.Name}: {scenario.Does}");
            var measured = await scenario.MeasureAsync(stage, cancellationToken);
            // At once: what a later scenario takes or breaks must not cost what was measured before.
            await ResultTable.WriteAsync(measured, Console.Out);
            results.AddRange(measured);
        }

        if (options.Json is { } file)
        {
            await ResultJson.WriteAsync(options, results, file, cancellationToken);
        }

        return results.TrueForAll(result => result.IsMet) ? 0 : 1;
    }
}
