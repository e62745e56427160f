using System.Diagnostics;
using System.Globalization;
using BillingOperator.Benchmarks.Parts;
using BillingOperator.Benchmarks.Reports;

namespace BillingOperator.Benchmarks.Scenarios;

/// <summary>
/// <c>verify --bucket</c> over the records of one run, from the start of the process to its end, against a loop of plain
/// GETs of the same records at the same concurrency.
/// </summary>
internal sealed class VerifyBucket : IScenario
{
    private const string Site = "verify";

    /// <summary>The default of <c>--concurrency</c>.</summary>
    private const int Concurrency = 32;

    /// <summary>At least 0.9 of the loop's pace.</summary>
    private const double Bar = 1 / 0.9;

    /// <inheritdoc/>
    public string Name => "verify";

    /// <inheritdoc/>
    public string Does => "verifies the records of all tenants, by the program and a bare loop of GETs in turn";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Result>> MeasureAsync(Stage stage, CancellationToken cancellationToken)
    {
        await UploadAsync(stage, cancellationToken);
        var keys = (await stage.ListAsync(Site, $"{Site}/", cancellationToken))
            .Select(item => item.Key)
            .Where(key => key.Contains("/tenants/", StringComparison.Ordinal))
            .ToList();
        // The first to read would warm the store for the other.
        await GetAsync(stage, keys, cancellationToken);

        var (ours, bare) = (new List<double>(), new List<double>());
        for (var round = 0; round < stage.Options.Rounds; round++)
        {
            ours.Add(await VerifyAsync(stage, keys.Count, cancellationToken));
            bare.Add(await GetAsync(stage, keys, cancellationToken));
        }

        var what = string.Create(CultureInfo.InvariantCulture, $"verify of {keys.Count:N0} records");
        return [Result.Compare(what, ours, $"bare AWSSDK loop of {Concurrency} GETs", bare, Bar)];
    }

    private static async Task UploadAsync(Stage stage, CancellationToken cancellationToken)
    {
        await stage.Tenants.CreateAsync(0, stage.Options.Tenants, cancellationToken);
        await using var running = stage.StartOperator();
        await running.TenantsReadyAsync(stage.Options.Tenants, cancellationToken);
        await stage.UploadAsync(running, Site, cancellationToken);
        await running.StopAsync(cancellationToken);
    }

    private static async Task<double> VerifyAsync(Stage stage, int records, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(
            stage.Options.Program,
            ["verify", "--bucket", $"s3://{Site}", "--endpoint", $"{stage.Server.Endpoint}", "--path-style"]
        )
        {
            RedirectStandardOutput = true,
            Environment =
            {
                ["AWS_ACCESS_KEY_ID"] = stage.Server.AccessKeyId,
                ["AWS_SECRET_ACCESS_KEY"] = stage.Server.SecretAccessKey,
            },
        };
        var started = TimeProvider.System.GetTimestamp();
        using var verify = Process.Start(start)!;
        var output = await verify.StandardOutput.ReadToEndAsync(cancellationToken);
        await verify.WaitForExitAsync(cancellationToken);
        var seconds = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
        return verify.ExitCode == 0 && output.Contains($", {records} records", StringComparison.Ordinal)
            ? seconds
            : throw new InvalidOperationException($"verify ended with {verify.ExitCode}:\n{output}");
    }

    private static async Task<double> GetAsync(Stage stage, List<string> keys, CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        await Parallel.ForEachAsync(
            keys,
            new ParallelOptions { MaxDegreeOfParallelism = Concurrency, CancellationToken = cancellationToken },
            async (key, token) =>
            {
                using var answer = await stage.S3.GetObjectAsync(Site, key, token);
                await answer.ResponseStream.CopyToAsync(Stream.Null, token);
            }
        );
        return TimeProvider.System.GetElapsedTime(started).TotalSeconds;
    }
}
