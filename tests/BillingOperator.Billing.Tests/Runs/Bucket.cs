using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using BillingOperator.Billing.Runs;
using BillingOperator.Billing.Scheduling;
using BillingOperator.Billing.Tenants;
using BillingOperator.Storage.Folders;

namespace BillingOperator.Billing.Tests.Runs;

/// <summary>A folder as a bucket, and an independent look at what is in it.</summary>
internal sealed class Bucket : IDisposable
{
    public const string Period = "2026-11";
    public const string Root = "billing/pureconnect/billing_period=2026-11/";
    public const string Latest = Root + "latest.json";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("billing-bucket-");

    public Bucket() => Store = new ObservedStore(new FolderObjectStore(_folder.FullName));

    public ObservedStore Store { get; private set; }

    /// <summary>Goes on with fresh counters and no faults, as a new process would.</summary>
    public void Reopen() => Store = new ObservedStore(new FolderObjectStore(_folder.FullName));

    public IReadOnlyList<string> Keys =>
        [
            .. _folder
                .EnumerateFiles("*", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(_folder.FullName, file.FullName))
                .Order(StringComparer.Ordinal),
        ];

    public IReadOnlyList<string> RecordKeys =>
        [.. Keys.Where(key => key.Contains("/tenants/", StringComparison.Ordinal))];

    public byte[] Read(string key) => File.ReadAllBytes(Path.Combine(_folder.FullName, key));

    public string Text(string key) => Encoding.UTF8.GetString(Read(key));

    public JsonNode Json(string key) => JsonNode.Parse(Read(key))!;

    public void Write(string key, string content) => File.WriteAllText(Path.Combine(_folder.FullName, key), content);

    public string PathOf(string key) => Path.Combine(_folder.FullName, key);

    /// <summary>Moves a folder, as a copy elsewhere would be.</summary>
    public void Move(string folder, string target)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(target))!);
        Directory.Move(PathOf(folder), PathOf(target));
    }

    public void Delete(string key) => File.Delete(Path.Combine(_folder.FullName, key));

    public static string Manifest(string runId) => $"{Root}runs/{runId}/manifest.json";

    public static string Csv(string runId) => $"{Root}runs/{runId}/tenants.csv";

    public static string Sha256(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    public static RunSpec Spec(string runId = "run-1", DateTimeOffset? slot = null) =>
        new()
        {
            Event = "pureconnect",
            RunId = runId,
            Trigger = "Schedule",
            Slot = slot ?? new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero),
            Period = BillingPeriod.Parse(Period),
            Prefix = "billing",
            Cluster = "test",
            OperatorVersion = "0.0.0",
            Concurrency = 4,
        };

    public Task<RunOutcome> RunAsync(RunSpec spec, IReadOnlyCollection<TenantDeclaration> tenants) =>
        RunAsync(spec, new DeclaredTenants(tenants));

    public Task<RunOutcome> RunAsync(RunSpec spec, ITenantSource source) =>
        new BillingRun(Store, TimeProvider.System).ExecuteAsync(
            spec,
            source,
            new RunProgress(),
            CancellationToken.None
        );

    /// <summary>Holds every promise of the layout against the files, without the product's code.</summary>
    public void ShouldBeWhole(string runId, IReadOnlyList<TenantDeclaration> tenants)
    {
        var manifest = Json(Manifest(runId));
        var records = manifest["records"]!.AsArray();
        records
            .Select(record => (string)record!["tenant_id"]!)
            .Should()
            .Equal(tenants.Select(tenant => tenant.TenantId));
        foreach (var record in records)
        {
            var content = Read((string)record!["key"]!);
            Sha256(content).Should().Be((string)record["sha256"]!);
            content.Length.Should().Be((int)record["bytes"]!);
            ((string)record["key"]!).Should().EndWith($"{(string)record["sha256"]!}"[..16] + ".json");
        }
        var csv = Read(Csv(runId));
        Sha256(csv).Should().Be((string)manifest["csv"]!["sha256"]!);
        var rows = Encoding.UTF8.GetString(csv).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        rows.Skip(1).Select(row => row.Split(',')[4]).Should().Equal(tenants.Select(tenant => tenant.TenantId));
        var latest = Json(Latest);
        Sha256(Read((string)latest["manifest_key"]!)).Should().Be((string)latest["manifest_sha256"]!);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
