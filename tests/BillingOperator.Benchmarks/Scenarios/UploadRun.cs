using System.Diagnostics;
using System.Globalization;
using Amazon.S3.Model;
using BillingOperator.Benchmarks.Parts;
using BillingOperator.Benchmarks.Reports;

namespace BillingOperator.Benchmarks.Scenarios;

/// <summary>
/// From enabling an event until its manifest is stored, with all records new, against a loop of plain PUTs of the same
/// bytes, and against <c>rclone copy</c> of the same files, each into a bucket of its own.
/// </summary>
internal sealed class UploadRun : IScenario
{
    /// <summary>The default of <c>spec.uploadConcurrency</c>.</summary>
    private const int Concurrency = 32;
    private const int WarmUps = 2000;
    private const double SdkBar = 1.1;
    private const double RcloneBar = 1;

    /// <inheritdoc/>
    public string Name => "run";

    /// <inheritdoc/>
    public string Does => "uploads the records of all tenants, by the operator, a bare loop and rclone in turn";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Result>> MeasureAsync(Stage stage, CancellationToken cancellationToken)
    {
        var tenants = stage.Options.Tenants;
        await stage.Tenants.CreateAsync(0, tenants, cancellationToken);
        await using var running = stage.StartOperator();
        await running.TenantsReadyAsync(tenants, cancellationToken);

        var (ours, receipts, bare, rclone) = (
            new List<double>(),
            new List<double>(),
            new List<double>(),
            new List<double>()
        );
        var folder = Directory.CreateTempSubdirectory("billing-operator-bench-");
        try
        {
            // A store that has just been started is slower: that must not fall to whoever comes first.
            await WarmUpAsync(stage, cancellationToken);
            for (var round = 0; round < stage.Options.Rounds; round++)
            {
                var name = $"ours-{round}";
                await stage.CreateSettingsAsync(name, proxy: null, cancellationToken);
                await running.SettingsReadyAsync(name, cancellationToken);
                var (toManifest, toReceipts) = await RunAsync(stage, name, cancellationToken);
                ours.Add(toManifest);
                receipts.Add(toReceipts);
                if (round == 0)
                {
                    await DownloadAsync(stage, name, folder.FullName, cancellationToken);
                }

                bare.Add(await PutAsync(stage, $"bare-{round}", ReadFiles(folder.FullName), cancellationToken));
                rclone.Add(await CopyAsync(stage, $"rclone-{round}", folder.FullName, cancellationToken));
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        var what = string.Create(CultureInfo.InvariantCulture, $"run over {tenants:N0} new tenants");
        return
        [
            Result.Compare(what, ours, $"bare AWSSDK loop of {Concurrency} PUTs", bare, SdkBar),
            Result.Compare(what, ours, $"rclone copy, {Concurrency} transfers", rclone, RcloneBar),
            new Result("  and every receipt in its tenant's status", Result.Median(receipts), "s") { All = receipts },
        ];
    }

    private static async Task<(double ToManifest, double ToReceipts)> RunAsync(
        Stage stage,
        string name,
        CancellationToken cancellationToken
    )
    {
        var start = TimeProvider.System.GetUtcNow();
        await stage.CreateEventAsync(name, name, cancellationToken);
        await stage.RunsEndedAsync(name, 1, cancellationToken);
        var objects = await stage.ListAsync(name, $"{name}/", cancellationToken);
        var manifest = objects.Single(item => item.Key.EndsWith("/manifest.json", StringComparison.Ordinal));
        var writes = await stage.Audit.SinceAsync(start, cancellationToken);
        return (
            (manifest.LastModified!.Value.ToUniversalTime() - start.UtcDateTime).TotalSeconds,
            (writes.Where(write => write.IsTenantWrite).Max(write => write.AnsweredAt) - start).TotalSeconds
        );
    }

    /// <summary>Fetches the records of a run, each into a file named by its key.</summary>
    private static async Task DownloadAsync(
        Stage stage,
        string name,
        string folder,
        CancellationToken cancellationToken
    )
    {
        var objects = await stage.ListAsync(name, $"{name}/", cancellationToken);
        await Parallel.ForEachAsync(
            objects.Where(item => item.Key.Contains("/tenants/", StringComparison.Ordinal)),
            new ParallelOptions { MaxDegreeOfParallelism = Concurrency, CancellationToken = cancellationToken },
            async (item, token) =>
            {
                var file = Path.Combine(folder, item.Key);
                Directory.CreateDirectory(Path.GetDirectoryName(file)!);
                using var answer = await stage.S3.GetObjectAsync(name, item.Key, token);
                await answer.WriteResponseStreamToFileAsync(file, append: false, token);
            }
        );
    }

    private static Task<double> WarmUpAsync(Stage stage, CancellationToken cancellationToken)
    {
        var items = Enumerable.Range(0, WarmUps).Select(i => (Key: $"tenants/{i:d6}.json", Content: new byte[500]));
        return PutAsync(stage, "warm-up", [.. items], cancellationToken);
    }

    private static List<(string Key, byte[] Content)> ReadFiles(string folder) =>
        [
            .. Directory
                .EnumerateFiles(folder, "*.json", SearchOption.AllDirectories)
                .Select(file => (Path.GetRelativePath(folder, file), File.ReadAllBytes(file))),
        ];

    private static async Task<double> PutAsync(
        Stage stage,
        string bucket,
        List<(string Key, byte[] Content)> items,
        CancellationToken cancellationToken
    )
    {
        await stage.S3.PutBucketAsync(bucket, cancellationToken);
        var started = TimeProvider.System.GetTimestamp();
        await Parallel.ForEachAsync(
            items,
            new ParallelOptions { MaxDegreeOfParallelism = Concurrency, CancellationToken = cancellationToken },
            async (item, token) =>
            {
                using var content = new MemoryStream(item.Content, writable: false);
                var request = new PutObjectRequest
                {
                    BucketName = bucket,
                    Key = item.Key,
                    InputStream = content,
                    ContentType = "application/json",
                    UseChunkEncoding = false,
                };
                await stage.S3.PutObjectAsync(request, token);
            }
        );
        return TimeProvider.System.GetElapsedTime(started).TotalSeconds;
    }

    private static async Task<double> CopyAsync(
        Stage stage,
        string bucket,
        string folder,
        CancellationToken cancellationToken
    )
    {
        await stage.S3.PutBucketAsync(bucket, cancellationToken);
        var transfers = Concurrency.ToString(CultureInfo.InvariantCulture);
        var start = new ProcessStartInfo(
            "rclone",
            [
                "copy",
                folder,
                $":s3:{bucket}",
                "--transfers",
                transfers,
                "--checkers",
                transfers,
                "--config",
                "/dev/null",
            ]
        )
        {
            Environment =
            {
                ["RCLONE_S3_PROVIDER"] = "Ceph",
                ["RCLONE_S3_ENDPOINT"] = stage.Server.Endpoint.ToString(),
                ["RCLONE_S3_ACCESS_KEY_ID"] = stage.Server.AccessKeyId,
                ["RCLONE_S3_SECRET_ACCESS_KEY"] = stage.Server.SecretAccessKey,
            },
        };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("AWS_", StringComparison.Ordinal)))
        {
            // What this machine has set for AWS itself is not for this server.
            start.Environment.Remove(name);
        }

        var started = TimeProvider.System.GetTimestamp();
        using var rclone = Process.Start(start)!;
        await rclone.WaitForExitAsync(cancellationToken);
        return rclone.ExitCode == 0
            ? TimeProvider.System.GetElapsedTime(started).TotalSeconds
            : throw new InvalidOperationException($"rclone ended with {rclone.ExitCode}");
    }
}
