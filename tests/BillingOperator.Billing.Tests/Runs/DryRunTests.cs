using BillingOperator.Billing.ObjectStores;
using BillingOperator.Billing.Runs;
using static BillingOperator.Billing.Tests.Runs.Declared;

namespace BillingOperator.Billing.Tests.Runs;

public sealed class DryRunTests : IDisposable
{
    private readonly Bucket _bucket = new();

    public void Dispose() => _bucket.Dispose();

    [Fact]
    public async Task A_dry_run_names_what_a_run_would_write_and_writes_nothing()
    {
        await _bucket.RunAsync(Bucket.Spec(), [Cloud("acme"), Cloud("globex")]);
        var before = _bucket.Keys;
        var dry = new DryRunStore(_bucket.Store);

        var outcome = await new BillingRun(dry, TimeProvider.System).ExecuteAsync(
            Bucket.Spec("run-2", DateTimeOffset.UnixEpoch.AddYears(60)),
            new DeclaredTenants([Cloud("acme", "0043"), Cloud("globex")]),
            new RunProgress(),
            default
        );

        _bucket.Keys.Should().Equal(before);
        outcome.UploadedTenants.Should().Equal("acme");
        dry.Keys.Should()
            .Equal(outcome.Manifest.Records[0].Key, Bucket.Csv("run-2"), Bucket.Manifest("run-2"), Bucket.Latest);
    }
}
