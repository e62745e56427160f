using System.Text.Json.Nodes;
using BillingOperator.Billing.Runs;
using BillingOperator.Billing.Tenants;
using BillingOperator.Billing.Tests.Runs;
using BillingOperator.Billing.Verification;
using static BillingOperator.Billing.Tests.Runs.Declared;

namespace BillingOperator.Billing.Tests.Verification;

/// <summary>A bucket with a committed run, for tests that change it and see what <c>verify</c> says.</summary>
public abstract class VerificationTest : IDisposable
{
    protected const string Run = "20261101T000000Z-schedule-00000001";
    protected const string Later = "20261102T000000Z-schedule-00000002";

    protected static readonly DateTimeOffset LaterSlot = new(2026, 11, 2, 0, 0, 0, TimeSpan.Zero);

    private protected Bucket Bucket { get; } = new();

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            Bucket.Dispose();
        }
    }

    protected Task<RunOutcome> CommitAsync() =>
        CommitAsync(Run, null, Cloud("acme"), Cloud("globex"), OnPremises("initech"));

    protected Task<RunOutcome> CommitAsync(string run, DateTimeOffset? slot, params TenantDeclaration[] tenants) =>
        Bucket.RunAsync(Bucket.Spec(run, slot), tenants);

    protected async Task<IReadOnlyList<Finding>> FindAsync() =>
        (await VerifyAsync(new VerificationScope { Prefix = "billing" })).Single().Findings;

    protected async Task<List<PeriodReport>> VerifyAsync(VerificationScope scope, VerificationProgress? progress = null)
    {
        var reports = new List<PeriodReport>();
        var verifier = new BucketVerifier(Bucket.Store, scope, progress ?? new VerificationProgress());
        await foreach (var report in verifier.VerifyAsync(CancellationToken.None))
        {
            reports.Add(report);
        }
        return reports;
    }

    protected string RecordOf(string tenant) =>
        (string)
            Bucket.Json(Bucket.Manifest(Run))["records"]!
                .AsArray()
                .Single(record => (string)record!["tenant_id"]! == tenant)!["key"]!;

    protected void Change(string key, Func<string, string> change) => Bucket.Write(key, change(Bucket.Text(key)));

    /// <summary>Changes the manifest, and lets the pointer name what it is then.</summary>
    protected void Rewrite(Action<JsonNode> change)
    {
        var manifest = Bucket.Json(Bucket.Manifest(Run));
        change(manifest);
        Bucket.Write(Bucket.Manifest(Run), manifest.ToJsonString());
        var pointer = Bucket.Json(Bucket.Latest);
        pointer["manifest_sha256"] = Bucket.Sha256(Bucket.Read(Bucket.Manifest(Run)));
        Bucket.Write(Bucket.Latest, pointer.ToJsonString());
    }

    protected void Put(string key, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Bucket.PathOf(key))!);
        Bucket.Write(key, content);
    }
}
