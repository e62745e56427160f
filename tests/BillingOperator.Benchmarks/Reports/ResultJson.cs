using System.Text.Json;

namespace BillingOperator.Benchmarks.Reports;

/// <summary>The results for programs.</summary>
internal static class ResultJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static Task WriteAsync(
        BenchOptions options,
        IReadOnlyList<Result> results,
        string file,
        CancellationToken cancellationToken
    )
    {
        var report = new
        {
            MeasuredAt = TimeProvider.System.GetUtcNow(),
            Processors = Environment.ProcessorCount,
            options.Tenants,
            options.Rounds,
            Results = results,
        };
        return File.WriteAllTextAsync(file, JsonSerializer.Serialize(report, Options) + "\n", cancellationToken);
    }
}
