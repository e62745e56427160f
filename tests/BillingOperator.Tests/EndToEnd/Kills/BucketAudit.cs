using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace BillingOperator.Tests.EndToEnd.Kills;

/// <summary>
/// Reads a whole bucket without the product's code, and holds it against what the tenants were declared to be, against
/// the event's history and against the tenants' receipts. Whatever does not fit is a difference.
/// </summary>
internal sealed class BucketAudit(string eventName, TenantHistory history)
{
    private const int Readers = 16;
    private readonly ConcurrentDictionary<string, byte[]> _objects = new(StringComparer.Ordinal);
    private readonly List<string> _differences = [];
    private readonly HashSet<string> _named = new(StringComparer.Ordinal);

    /// <summary>What does not fit.</summary>
    public IReadOnlyList<string> Differences => _differences;

    /// <summary>Committed runs that were held against the declarations.</summary>
    public int Runs { get; private set; }

    /// <summary>Records of all runs, each held against its tenant.</summary>
    public int Records { get; private set; }

    /// <summary>Reads everything, and compares.</summary>
    /// <param name="bucket">The bucket, in which nothing is written any more.</param>
    /// <param name="history">The event's history, newest first, with every run in it.</param>
    /// <param name="tenants">The tenants of the cluster.</param>
    public async Task CheckAsync(Bucket bucket, JsonArray history, JsonArray tenants)
    {
        await Parallel.ForEachAsync(
            await bucket.KeysAsync($"finance/{eventName}/"),
            new ParallelOptions { MaxDegreeOfParallelism = Readers },
            async (key, _) => _objects[key] = await bucket.ReadAsync(key)
        );
        var runs = history.Reverse().Select(run => new AuditedRun(eventName, run!)).ToList();
        CheckCommits(runs);
        CheckViews([.. runs.Where(run => _objects.ContainsKey(run.ManifestKey))]);
        CheckPointers(runs);
        CheckLeftovers();
        CheckReceipts(runs, tenants);
    }

    private void CheckCommits(IReadOnlyList<AuditedRun> runs)
    {
        var committed = _objects.Keys.Where(key => key.EndsWith("/manifest.json", StringComparison.Ordinal));
        Compare("the runs of the history", committed.Order(), runs.Select(run => run.ManifestKey).Order());
        foreach (var run in runs.Where(run => run.State != "Succeeded"))
        {
            _differences.Add($"{run.Id} is {run.State}");
        }
    }

    // Runs come one after the other, so the view of a run is no older than that of the run before.
    private void CheckViews(IReadOnlyList<AuditedRun> runs)
    {
        var state = new Dictionary<string, DeclaredTenant>(StringComparer.Ordinal);
        var changes = 0;
        foreach (var run in runs)
        {
            Runs++;
            run.Manifest = JsonNode.Parse(_objects[run.ManifestKey])!;
            var hashes = run
                .Records.Select(record => ((string)record["tenant_id"]!, (string)record["sha256"]!))
                .ToList();
            while (!IsViewOf(state, run, hashes) && changes < history.Log.Count)
            {
                var (id, tenant) = history.Log[changes++];
                _ = tenant is null ? state.Remove(id) : (state[id] = tenant) is not null;
            }
            if (!IsViewOf(state, run, hashes))
            {
                _differences.Add($"{run.Id} holds no state that the tenants were in after those of the run before");
                return;
            }
            CheckContent(run, new ExpectedRun(state.Values, run.Month));
        }
    }

    private static bool IsViewOf(
        Dictionary<string, DeclaredTenant> state,
        AuditedRun run,
        List<(string, string)> hashes
    )
    {
        var expected = new ExpectedRun(state.Values, run.Month).Records;
        return expected.Select(record => (record.Id, Bucket.Sha256(record.Bytes))).SequenceEqual(hashes);
    }

    private void CheckContent(AuditedRun run, ExpectedRun expected)
    {
        foreach (var ((id, bytes), record) in expected.Records.Zip(run.Records))
        {
            Records++;
            var hash = Bucket.Sha256(bytes);
            var key = (string)record["key"]!;
            _named.Add(key);
            Compare($"{run.Id}: key of {id}", [key], [$"{run.Folder}/tenants/{id}/{hash[..16]}.json"]);
            Compare($"{run.Id}: length of {id}", [(int)record["bytes"]!], [bytes.Length]);
            CheckObject(key, bytes);
        }
        var table = run.Manifest["csv"]!;
        CheckObject((string)table["key"]!, expected.Table());
        Compare($"{run.Id}: hash of the table", [(string)table["sha256"]!], [Bucket.Sha256(expected.Table())]);
        Compare($"{run.Id}: rows of the table", [(int)table["rows"]!], [expected.Records.Count()]);
        Compare($"{run.Id}: key of the table", [(string)table["key"]!], [$"{run.Folder}/runs/{run.Id}/tenants.csv"]);
        Compare($"{run.Id}: run id", [(string)run.Manifest["run_id"]!], [run.Id]);
        Compare($"{run.Id}: hash in the status", [run.ManifestSha256], [Bucket.Sha256(_objects[run.ManifestKey])]);
        var billed = expected.Records.Select(record => record.Id);
        var skipped = run.Manifest["skipped"]!.AsArray().Select(tenant => (string)tenant!["tenant_id"]!);
        Compare($"{run.Id}: both billed and skipped", billed.Intersect(skipped), []);
    }

    private void CheckPointers(IReadOnlyList<AuditedRun> runs)
    {
        foreach (var period in runs.GroupBy(run => run.Folder))
        {
            var newest = period.Last();
            if (!_objects.TryGetValue($"{period.Key}/latest.json", out var content))
            {
                _differences.Add($"{period.Key} has no latest.json");
                continue;
            }
            var pointer = JsonNode.Parse(content)!;
            Compare($"{period.Key}: latest run", [(string)pointer["run_id"]!], [newest.Id]);
            Compare($"{period.Key}: latest hash", [(string)pointer["manifest_sha256"]!], [newest.ManifestSha256]);
        }
    }

    // What broken-off tries leave behind may be the record of a tenant as it was, and nothing else.
    private void CheckLeftovers()
    {
        var versions = history.Log.Select(change => change.Tenant).OfType<DeclaredTenant>().Distinct().ToList();
        var records = _objects.Keys.Where(key =>
            key.Contains("/tenants/", StringComparison.Ordinal) && !_named.Contains(key)
        );
        foreach (var key in records)
        {
            var month = AuditedRun.MonthOf(key);
            var id = key.Split('/')[^2];
            var isKnown = versions
                .Where(version => version.Id == id)
                .Any(version => ExpectedRun.RecordBytes(version, month)?.AsSpan().SequenceEqual(_objects[key]) == true);
            if (!isKnown)
            {
                _differences.Add($"{key} is no record of any tenant");
            }
        }
        var tables = _objects.Keys.Where(key => key.EndsWith("/tenants.csv", StringComparison.Ordinal));
        var named = tables.Where(key =>
            !_objects.ContainsKey(key.Replace("tenants.csv", "manifest.json", StringComparison.Ordinal))
        );
        Compare("tables without a manifest", named, []);
    }

    // Of each period what its last run says of a tenant, and of the periods the three newest.
    private void CheckReceipts(IReadOnlyList<AuditedRun> runs, JsonArray tenants)
    {
        var newest = new Dictionary<(string Tenant, string Period), (AuditedRun Run, JsonNode Record)>();
        foreach (var run in runs)
        {
            foreach (var record in run.Records)
            {
                newest[((string)record["tenant_id"]!, run.Period)] = (run, record);
            }
        }
        Compare("tenants", tenants.Select(Id).Order(), history.Present.Keys.Order());
        foreach (var tenant in tenants)
        {
            var expected = newest
                .Where(one => one.Key.Tenant == Id(tenant))
                .OrderByDescending(one => one.Key.Period, StringComparer.Ordinal)
                .Take(3)
                .ToDictionary(one => one.Key.Period, one => one.Value);
            var receipts = (tenant!["status"]?["uploads"]?.AsArray() ?? []).ToDictionary(one =>
                (string)one!["billingPeriod"]!
            );
            Compare($"{Id(tenant)}: periods of receipts", receipts.Keys.Order(), expected.Keys.Order());
            foreach (var (period, last) in expected.Where(one => receipts.ContainsKey(one.Key)))
            {
                CheckReceipt(runs, $"{Id(tenant)}: receipt of {last.Run.Id}", receipts[period]!, last.Record);
            }
        }
    }

    private void CheckReceipt(IReadOnlyList<AuditedRun> runs, string what, JsonNode receipt, JsonNode record)
    {
        var run = (string?)receipt["runId"];
        Compare(what, [(string?)receipt["key"]], [(string)record["key"]!]);
        Compare(what, [(string?)receipt["sha256"]], [(string)record["sha256"]!]);
        var named = runs.SingleOrDefault(one => one.Id == run)
            ?.Records.Any(one => (string)one["key"]! == (string)record["key"]!);
        Compare($"{what}: named by run {run}", [named], [true]);
    }

    private static string Id(JsonNode? tenant) => (string)tenant!["spec"]!["tenantId"]!;

    private void CheckObject(string key, byte[] expected)
    {
        if (!_objects.TryGetValue(key, out var content) || !content.AsSpan().SequenceEqual(expected))
        {
            _differences.Add($"{key} is {(content is null ? "missing" : "not what it must be")}");
        }
    }

    private void Compare<T>(string what, IEnumerable<T> found, IEnumerable<T> expected)
    {
        var (one, other) = (found.ToList(), expected.ToList());
        if (!one.SequenceEqual(other))
        {
            _differences.Add($"{what}: found {string.Join(", ", one)}, expected {string.Join(", ", other)}");
        }
    }
}
