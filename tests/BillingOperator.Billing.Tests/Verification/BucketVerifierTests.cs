using BillingOperator.Billing.ObjectStores;
using BillingOperator.Billing.Scheduling;
using BillingOperator.Billing.Tenants;
using BillingOperator.Billing.Tests.Runs;
using BillingOperator.Billing.Verification;
using static BillingOperator.Billing.Tests.Runs.Declared;
using static BillingOperator.Billing.Verification.FindingKind;

namespace BillingOperator.Billing.Tests.Verification;

/// <summary>What verify says of whole buckets, and where it looks.</summary>
public sealed class BucketVerifierTests : VerificationTest
{
    [Fact]
    public async Task A_committed_run_is_whole()
    {
        await CommitAsync();
        var progress = new VerificationProgress();

        var report = (await VerifyAsync(new VerificationScope { Prefix = "billing" }, progress)).Single();

        report.Findings.Should().BeEmpty();
        (report.Event, report.Period, report.IsWhole).Should().Be(("pureconnect", "2026-11", true));
        report.Manifest!.RunId.Should().Be(Run);
        report.ManifestSha256.Should().Be(Bucket.Sha256(Bucket.Read(Bucket.Manifest(Run))));
        (progress.Checked, progress.Expected).Should().Be((3, 3));
    }

    [Fact]
    public async Task Nothing_is_written_and_each_object_is_read_once()
    {
        await CommitAsync();
        Bucket.Reopen();

        await FindAsync();

        Bucket.Store.Puts.Should().BeEmpty();
        Bucket
            .Store.Gets.Should()
            .BeEquivalentTo(Bucket.Keys.Where(key => !key.Contains("probe", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Nothing_there_gives_no_report() =>
        (await VerifyAsync(new VerificationScope())).Should().BeEmpty();

    [Fact]
    public async Task A_run_that_bills_nobody_is_whole()
    {
        await Bucket.RunAsync(Bucket.Spec(Run), Array.Empty<TenantDeclaration>());

        (await FindAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task An_object_that_the_operator_does_not_write_is_unexpected()
    {
        await CommitAsync();
        Put(Bucket.Root + "_SUCCESS", "");

        (await FindAsync()).Should().ContainSingle(finding => finding.Kind == ObjectUnexpected);
    }

    [Fact]
    public async Task A_tenant_that_was_left_out_is_a_note_with_its_reason()
    {
        await CommitAsync(Run, null, Cloud("acme"), Cloud("bad", externalId: ""));

        var report = (await VerifyAsync(new VerificationScope())).Single();

        report.IsWhole.Should().BeTrue();
        report
            .Findings.Should()
            .ContainSingle()
            .Which.Message.Should()
            .StartWith("tenant tenants/bad is left out: Invalid:");
    }

    [Fact]
    public async Task A_run_that_is_committed_meanwhile_leaves_nothing_unexpected()
    {
        await CommitAsync();
        var isCommitted = false;
        var early = RecordOf("acme").Replace("acme", "early", StringComparison.Ordinal);
        Put(early, "{}");
        Bucket.Store.Before = (_, call) =>
        {
            if (!isCommitted && call == $"LIST {Bucket.Root}runs/")
            {
                isCommitted = true;
                var manifest = Bucket.Json(Bucket.Manifest(Run));
                manifest["run_id"] = Later;
                manifest["records"]![0]!["key"] = early;
                Put(Bucket.Manifest(Later), manifest.ToJsonString());
            }
        };

        (await FindAsync()).Should().BeEmpty();
        isCommitted.Should().BeTrue();
    }

    [Fact]
    public async Task An_object_that_may_not_be_read_is_unchecked_and_hinders_no_other()
    {
        await CommitAsync();
        Bucket.Delete(RecordOf("globex"));
        Bucket.Store.Before = (_, call) =>
        {
            if (call == $"GET {RecordOf("acme")}")
            {
                throw new ObjectStoreException(ObjectStoreFailure.AccessDenied, "denied");
            }
        };

        (await FindAsync()).Select(finding => finding.Kind).Should().Equal(RecordMissing, FindingKind.Unreadable);
    }

    [Fact]
    public async Task A_store_that_fails_as_a_whole_ends_it()
    {
        await CommitAsync();
        Bucket.Store.Before = (_, _) =>
            throw new ObjectStoreException(ObjectStoreFailure.EndpointUnreachable, "nobody there");

        await FluentActions.Awaiting(FindAsync).Should().ThrowAsync<ObjectStoreException>();
    }

    [Theory]
    [InlineData(null, null, null, 1)]
    [InlineData("billing", "pureconnect", "2026-11", 1)]
    [InlineData("billing/", "pureconnect", null, 1)]
    [InlineData(null, "pureconnect", "2026-11", 1)]
    [InlineData("billing/pureconnect", null, null, 1)]
    [InlineData("bill", null, null, 0)]
    [InlineData(null, "another", null, 0)]
    [InlineData(null, null, "2026-10", 0)]
    public async Task It_looks_where_it_is_told(string? prefix, string? name, string? period, int reports)
    {
        await CommitAsync();

        var scope = new VerificationScope
        {
            Prefix = prefix,
            Event = name,
            Period = period,
        };

        (await VerifyAsync(scope)).Should().HaveCount(reports).And.NotContain(report => !report.IsWhole);
    }

    [Fact]
    public async Task A_copy_below_another_prefix_is_whole()
    {
        await CommitAsync();
        Bucket.Move("billing", "copy/of/it");

        (await VerifyAsync(new VerificationScope())).Single().Findings.Should().BeEmpty();
    }

    [Fact]
    public async Task Every_period_has_its_own_report()
    {
        await CommitAsync();
        await Bucket.RunAsync(Bucket.Spec(Run) with { Period = BillingPeriod.Parse("2026-10") }, [Cloud("acme")]);
        Bucket.Delete(RecordOf("globex"));

        (await VerifyAsync(new VerificationScope()))
            .Select(report => (report.Period, report.IsWhole))
            .Should()
            .Equal(("2026-10", true), ("2026-11", false));
    }
}
