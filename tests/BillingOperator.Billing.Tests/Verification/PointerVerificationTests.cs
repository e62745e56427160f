using BillingOperator.Billing.Tests.Runs;
using BillingOperator.Billing.Verification;
using static BillingOperator.Billing.Tests.Runs.Declared;
using static BillingOperator.Billing.Verification.FindingKind;

namespace BillingOperator.Billing.Tests.Verification;

/// <summary>What verify says of latest.json.</summary>
public sealed class PointerVerificationTests : VerificationTest
{
    [Fact]
    public async Task A_pointer_to_a_manifest_that_is_gone_is_named()
    {
        await CommitAsync();
        Bucket.Delete(Bucket.Manifest(Run));

        (await FindAsync())
            .Where(finding => finding.Severity == FindingSeverity.Difference)
            .Select(finding => (finding.Kind, finding.Key))
            .Should()
            .Equal((ManifestMissing, Bucket.Manifest(Run)));
    }

    [Fact]
    public async Task A_pointer_with_another_hash_is_named_and_the_rest_is_checked_all_the_same()
    {
        await CommitAsync();
        var actual = Bucket.Sha256(Bucket.Read(Bucket.Manifest(Run)));
        Change(Bucket.Latest, text => text.Replace(actual, new string('0', 64), StringComparison.Ordinal));
        Bucket.Delete(RecordOf("acme"));

        (await FindAsync()).Select(finding => finding.Kind).Should().Equal(ManifestDamaged, RecordMissing);
    }

    [Theory]
    [InlineData("no JSON")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("")]
    public async Task A_pointer_that_is_none_is_damaged_and_the_newest_run_is_checked(string content)
    {
        await CommitAsync();
        Bucket.Write(Bucket.Latest, content);

        var report = (await VerifyAsync(new VerificationScope())).Single();

        report.Findings.Select(finding => finding.Kind).Should().Equal(PointerDamaged);
        report.Manifest!.RunId.Should().Be(Run);
    }

    [Fact]
    public async Task A_pointer_of_another_period_is_damaged()
    {
        await CommitAsync();
        Change(Bucket.Latest, text => text.Replace("\"2026-11\"", "\"2026-10\"", StringComparison.Ordinal));

        (await FindAsync()).Select(finding => finding.Kind).Should().Equal(PointerDamaged);
    }

    [Fact]
    public async Task A_pointer_that_is_gone_is_missing_and_the_newest_run_is_checked()
    {
        await CommitAsync();
        Bucket.Delete(Bucket.Latest);
        Bucket.Delete(RecordOf("globex"));

        (await FindAsync()).Select(finding => finding.Kind).Should().Equal(PointerMissing, RecordMissing);
    }

    [Fact]
    public async Task A_pointer_to_an_older_run_is_behind()
    {
        await CommitAsync();
        var old = Bucket.Text(Bucket.Latest);
        await CommitAsync(Later, LaterSlot, Cloud("acme"), Cloud("globex"), OnPremises("initech"));
        Bucket.Write(Bucket.Latest, old);

        (await FindAsync()).Select(finding => finding.Kind).Should().Equal(PointerBehind);
    }

    [Fact]
    public async Task A_pointer_without_the_manifest_s_hash_proves_nothing()
    {
        await CommitAsync();
        var pointer = Bucket.Json(Bucket.Latest);
        pointer.AsObject().Remove("manifest_sha256");
        Bucket.Write(Bucket.Latest, pointer.ToJsonString());

        var found = (await FindAsync()).Should().ContainSingle().Subject;

        (found.Kind, found.Key, found.Severity).Should().Be((ManifestUnproved, Bucket.Latest, FindingSeverity.Note));
    }
}
