using System.Text.Json.Nodes;

namespace BillingOperator.Tests.EndToEnd;

/// <summary>Buckets that somebody changed behind the operator's back.</summary>
[Collection(BucketsCollection.Name)]
public sealed class SelfHealingTests(RunningOperator installation)
{
    private const int Tenants = 12;

    /// <summary>A fault that somebody has to end is tried again within 54 s, and then there is the run.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Deleted_records_are_put_back_by_the_next_run_and_history_is_left_alone()
    {
        using var site = await PrepareAsync("deleted");
        var before = await site.Bucket.ShouldBeWholeAsync(site.Name);
        var lost = KeysOf(before).Take(5).ToList();
        foreach (var key in lost)
        {
            await site.Bucket.DeleteObjectAsync(key);
        }

        await site.RequestAsync("put back");

        var ended = await site.RunsEndedAsync(2);
        ((int)ended["status"]!["lastRun"]!["uploaded"]!).Should().Be(lost.Count);
        var after = await site.Bucket.ShouldBeWholeAsync(site.Name);
        KeysOf(after).Should().Equal(KeysOf(before));
        var history = ended["status"]!["history"]!.AsArray();
        var first = await site.Bucket.ReadAsync((string)history[1]!["manifestKey"]!);
        Bucket.Sha256(first).Should().Be((string)history[1]!["manifestSha256"]!);
        await site.ReceiptsShouldEqualAsync(after);
    }

    [Fact]
    public async Task The_table_and_manifest_of_an_earlier_run_are_not_missed()
    {
        using var site = await PrepareAsync("history");
        var before = await site.EventAsync(_ => true);
        var manifest = (string)before["status"]!["lastRun"]!["manifestKey"]!;
        var folder = manifest[..manifest.LastIndexOf('/')];
        await site.Bucket.DeleteObjectAsync(manifest);
        await site.Bucket.DeleteObjectAsync(folder + "/tenants.csv");

        await site.RequestAsync("again");

        await site.RunsEndedAsync(2);
        await site.Bucket.ShouldBeWholeAsync(site.Name);
        (await site.Bucket.KeysAsync(folder + "/")).Should().BeEmpty();
    }

    [Fact]
    public Task A_damaged_record_is_told_and_left_and_the_run_ends_by_itself_once_it_is_gone() =>
        // Each waits for most of a minute until the run is tried again.
        Task.WhenAll(DamagedRecordAsync(sameLength: true), DamagedRecordAsync(sameLength: false));

    private async Task DamagedRecordAsync(bool sameLength)
    {
        using var site = await PrepareAsync("damaged");
        var before = await site.Bucket.ShouldBeWholeAsync(site.Name);
        var damaged = KeysOf(before).ElementAt(3);
        var right = await site.Bucket.ReadAsync(damaged);
        byte[] wrong = sameLength ? [.. right[..^2], (byte)' ', (byte)'\n'] : [.. right, (byte)'\n'];
        await site.Bucket.WriteAsync(damaged, wrong);
        await site.ApplyTenantsAsync(site.CloudTenant("newcomer"));
        await site.TenantAsync("newcomer", it => it.Has("Ready", "True"));

        await site.RequestAsync("finds the damage");

        var failed = await site.EventAsync(it => it.Has("Ready", "False", "ContentDamaged"));
        failed.Message("Ready").Should().Contain(damaged).And.Contain("delete it");
        (await site.Bucket.ReadAsync(damaged)).Should().Equal(wrong);
        (await site.Bucket.KeysAsync($"{site.RecordsPrefix}{site.IdOf("newcomer")}/")).Should().ContainSingle();
        var runs = await site.Bucket.KeysAsync($"finance/{site.Name}/{Bucket.Period}/runs/");
        runs.Count(key => key.EndsWith("/manifest.json", StringComparison.Ordinal)).Should().Be(1);

        await site.Bucket.DeleteObjectAsync(damaged);

        await site.RunsEndedAsync(2, Patience);
        (await site.Bucket.ReadAsync(damaged)).Should().Equal(right);
        await site.ReceiptsShouldEqualAsync(await site.Bucket.ShouldBeWholeAsync(site.Name));
    }

    private async Task<Site> PrepareAsync(string name)
    {
        var site = await installation.CreateSiteAsync(name);
        await site.CreateSecretAsync();
        await site.ApplySettingsAsync();
        await site.ApplyTenantsAsync(Enumerable.Range(0, Tenants).Select(i => site.CloudTenant($"tenant-{i:d2}")));
        await site.ApplyEventAsync(enabled: true, "runOnEnable: false");
        await site.EventAsync(it => it.Has("Ready", "True"));
        foreach (var i in Enumerable.Range(0, Tenants))
        {
            await site.TenantAsync($"tenant-{i:d2}", it => it.Has("Ready", "True"));
        }
        await site.RequestAsync("first");
        await site.RunsEndedAsync(1);
        return site;
    }

    private static IEnumerable<string> KeysOf(JsonNode manifest) =>
        manifest["records"]!.AsArray().Select(record => (string)record!["key"]!);
}
