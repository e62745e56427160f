using BillingOperator.Billing.Tenants;
using Xunit.Abstractions;
using static BillingOperator.Billing.Tests.Runs.Declared;

namespace BillingOperator.Billing.Tests.Runs;

/// <summary>What a run holds in memory when it holds most: before the manifest is put. Records must not be among it.</summary>
[Collection(MeasuredAlone.Name)]
public sealed class RunMemoryTests(ITestOutputHelper output) : IDisposable
{
    private const int Tenants = 10_000;

    // Measured: 1,550 to 1,800 in a first run, 400 to 650 in the next one of the same process.
    private const long BytesPerRecord = 2200;

    private readonly Bucket _bucket = new();

    public void Dispose() => _bucket.Dispose();

    [Fact]
    public async Task A_run_holds_a_line_of_the_manifest_for_each_record_and_not_the_records()
    {
        TenantDeclaration[] tenants = [.. Enumerable.Range(0, Tenants).Select(i => Cloud($"tenant-{i:d5}"))];

        var first = await HeldByRunAsync("run-1", tenants);
        var again = await HeldByRunAsync("run-2", tenants);

        output.WriteLine(
            $"held per record of {Tenants}: {first / Tenants} bytes in a run, {again / Tenants} bytes in a rerun"
        );
        first.Should().BeLessThan(Tenants * BytesPerRecord);
        again.Should().BeLessThan(Tenants * BytesPerRecord, "the listing of the bucket is no more");
    }

    [Fact]
    public async Task Ten_thousand_skipped_tenants_are_all_in_the_manifest()
    {
        var broken = Enumerable.Range(0, Tenants).Select(i => Cloud($"tenant-{i:d5}", externalId: ""));

        var held = await HeldByRunAsync("run-1", [.. broken, Cloud("acme")]);

        var skipped = _bucket.Json(Bucket.Manifest("run-1"))["skipped"]!.AsArray();
        output.WriteLine($"held per skipped tenant: {held / Tenants} bytes");
        output.WriteLine($"manifest: {_bucket.Read(Bucket.Manifest("run-1")).Length} bytes");
        skipped.Should().HaveCount(Tenants);
        held.Should().BeLessThan(Tenants * BytesPerRecord);
    }

    private async Task<long> HeldByRunAsync(string runId, IReadOnlyList<TenantDeclaration> tenants)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var held = 0L;
        _bucket.Reopen();
        _bucket.Store.Before = (_, call) =>
        {
            if (call == "PUT " + Bucket.Manifest(runId))
            {
                held = GC.GetTotalMemory(forceFullCollection: true) - before;
            }
        };
        await _bucket.RunAsync(Bucket.Spec(runId), tenants);
        held.Should().BePositive();
        return held;
    }
}
