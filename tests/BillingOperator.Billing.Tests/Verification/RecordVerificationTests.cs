using BillingOperator.Billing.Tests.Runs;
using static BillingOperator.Billing.Tests.Runs.Declared;
using static BillingOperator.Billing.Verification.FindingKind;

namespace BillingOperator.Billing.Tests.Verification;

/// <summary>What verify says of records.</summary>
public sealed class RecordVerificationTests : VerificationTest
{
    [Fact]
    public async Task A_changed_byte_in_a_record_is_damage()
    {
        await CommitAsync();
        var key = RecordOf("globex");
        Change(key, text => text.Replace("0042", "0043", StringComparison.Ordinal));

        var found = (await FindAsync()).Should().ContainSingle().Subject;

        (found.Kind, found.Key, found.TenantId).Should().Be((RecordDamaged, key, "globex"));
        found.Message.Should().Be("has another SHA-256 than the manifest says");
        found
            .Remedy.Should()
            .Be(
                "find out who changed it, then delete it and run the period again: "
                    + "billing-operator request pureconnect --period 2026-11, or without a cluster "
                    + "billing-operator run --event pureconnect --period 2026-11"
            );
    }

    [Fact]
    public async Task A_record_that_was_cut_is_damage()
    {
        await CommitAsync();
        Change(RecordOf("acme"), text => text[..^7]);

        var found = (await FindAsync()).Should().ContainSingle().Subject;

        found.Kind.Should().Be(RecordDamaged);
        found.Message.Should().MatchRegex(@"^has \d+ bytes, and the manifest says \d+$");
    }

    [Fact]
    public async Task A_record_of_megabytes_is_damage_and_is_not_read()
    {
        await CommitAsync();
        Bucket.Reopen();
        Change(RecordOf("acme"), _ => new string('x', 1 << 20));

        (await FindAsync()).Should().ContainSingle(finding => finding.Kind == RecordDamaged);
        Bucket.Store.Gets.Should().NotContain(RecordOf("acme"));
    }

    [Fact]
    public async Task A_record_that_is_gone_is_missing()
    {
        await CommitAsync();
        var key = RecordOf("acme");
        Bucket.Delete(key);

        var found = (await FindAsync()).Should().ContainSingle().Subject;

        (found.Kind, found.Key, found.TenantId).Should().Be((RecordMissing, key, "acme"));
        found.Remedy.Should().StartWith("run the period again: billing-operator request pureconnect");
    }

    [Fact]
    public async Task A_record_of_another_tenant_is_foreign_though_its_hash_fits()
    {
        await CommitAsync();
        var other = Bucket.Read(RecordOf("globex"));
        await File.WriteAllBytesAsync(Bucket.PathOf(RecordOf("acme")), other);
        Rewrite(manifest =>
        {
            var record = manifest["records"]![0]!;
            (record["sha256"], record["bytes"]) = (Bucket.Sha256(other), other.Length);
        });

        (await FindAsync())
            .Should()
            .Contain(finding =>
                finding.Kind == RecordForeign
                && finding.TenantId == "acme"
                && finding.Message == "is the record globex/2026-11"
            );
    }

    [Fact]
    public async Task A_record_that_no_run_names_is_unexpected()
    {
        await CommitAsync();
        var key = RecordOf("acme").Replace("acme", "initech", StringComparison.Ordinal);
        Put(key, "{}");

        var found = (await FindAsync()).Should().ContainSingle().Subject;

        (found.Kind, found.Key).Should().Be((RecordUnexpected, key));
        found.Remedy.Should().StartWith("do not bill from it");
    }

    [Fact]
    public async Task Records_of_earlier_runs_are_fine()
    {
        await CommitAsync();
        await CommitAsync(Later, LaterSlot, Cloud("acme", "0099"), Cloud("globex"), OnPremises("initech"));

        (await FindAsync()).Should().BeEmpty();
        Bucket.RecordKeys.Should().HaveCount(4, "acme was changed");
    }
}
