using BillingOperator.Billing.Tests.Runs;
using BillingOperator.Billing.Verification;
using static BillingOperator.Billing.Verification.FindingKind;

namespace BillingOperator.Billing.Tests.Verification;

/// <summary>What verify says of the table of a run.</summary>
public sealed class TableVerificationTests : VerificationTest
{
    [Fact]
    public async Task A_missing_table_is_named()
    {
        await CommitAsync();
        Bucket.Delete(Bucket.Csv(Run));

        var found = (await FindAsync()).Should().ContainSingle().Subject;

        (found.Kind, found.Key).Should().Be((TableMissing, Bucket.Csv(Run)));
    }

    [Fact]
    public async Task A_changed_row_is_named_with_tenant_and_column()
    {
        await CommitAsync();
        Change(Bucket.Csv(Run), text => text.Replace("T1-acme", "T9-acme", StringComparison.Ordinal));

        var found = await FindAsync();

        found.Select(finding => finding.Kind).Should().Equal(TableDamaged, RowDiffers);
        found[1].Message.Should().Be("the row of tenant acme differs from its record in tier1_account_id");
    }

    [Fact]
    public async Task Rows_that_are_gone_or_too_many_are_named()
    {
        await CommitAsync();
        Change(Bucket.Csv(Run), text => text.Replace(",globex,", ",hooli,", StringComparison.Ordinal));

        (await FindAsync())
            .Select(finding => (finding.Kind, finding.TenantId))
            .Should()
            .Equal((TableDamaged, null), (RowMissing, "globex"), (RowUnexpected, "hooli"));
    }

    [Fact]
    public async Task A_table_that_is_none_is_damaged()
    {
        await CommitAsync();
        Bucket.Write(Bucket.Csv(Run), "<html>");

        (await FindAsync()).Select(finding => finding.Kind).Should().Equal(TableDamaged);
    }

    [Fact]
    public async Task A_table_without_manifest_is_no_more_than_a_note()
    {
        await CommitAsync();
        Put(Bucket.Csv(Later), "");

        var reports = await VerifyAsync(new VerificationScope());

        reports.Single().IsWhole.Should().BeTrue();
        reports.Single().Findings.Select(finding => finding.Kind).Should().Equal(RunBrokenOff);
    }
}
