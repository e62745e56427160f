using System.Text.Json.Nodes;
using BillingOperator.Billing.Tests.Runs;
using BillingOperator.Billing.Verification;
using static BillingOperator.Billing.Tests.Runs.Declared;
using static BillingOperator.Billing.Verification.FindingKind;

namespace BillingOperator.Billing.Tests.Verification;

/// <summary>What verify says of manifests.</summary>
public sealed class ManifestVerificationTests : VerificationTest
{
    [Fact]
    public async Task A_damaged_manifest_of_an_earlier_run_is_named()
    {
        await CommitAsync();
        await CommitAsync(Later, LaterSlot, Cloud("acme", "0099"), Cloud("globex"), OnPremises("initech"));
        Bucket.Write(Bucket.Manifest(Run), "{");

        (await FindAsync()).Select(finding => finding.Kind).Should().Equal(ManifestDamaged, RecordUnexpected);
    }

    [Fact]
    public async Task A_manifest_that_names_a_tenant_twice_would_bill_it_twice_and_is_damaged()
    {
        await CommitAsync();
        Rewrite(manifest =>
        {
            var records = manifest["records"]!.AsArray();
            records.Add(records[0]!.DeepClone());
            manifest["counts"]!["records"] = records.Count;
            manifest["csv"]!["rows"] = records.Count;
        });

        var found = (await FindAsync()).Should().ContainSingle().Subject;

        (found.Kind, found.Message).Should().Be((ManifestDamaged, "names the tenant acme twice"));
    }

    [Theory]
    [InlineData("csv", "rows", "names a table of 9 rows and 3 records")]
    [InlineData("counts", "skipped", "counts 9 skipped tenants and names 0")]
    public async Task A_manifest_whose_counts_contradict_each_other_is_damaged(
        string part,
        string count,
        string message
    )
    {
        await CommitAsync();
        Rewrite(manifest => manifest[part]![count] = 9);

        (await FindAsync()).Select(finding => finding.Message).Should().Equal(message);
    }

    [Theory]
    [InlineData("no JSON")]
    [InlineData("null")]
    [InlineData("{}")]
    public async Task A_manifest_that_is_none_is_damaged(string content)
    {
        await CommitAsync();
        Bucket.Write(Bucket.Manifest(Run), content);

        (await FindAsync()).Select(finding => finding.Kind).Should().Equal(ManifestDamaged);
    }

    [Theory]
    [InlineData("records")]
    [InlineData("csv")]
    [InlineData("counts")]
    [InlineData("skipped")]
    public async Task A_manifest_with_null_where_there_is_none_is_damaged(string field)
    {
        await CommitAsync();
        Rewrite(manifest => manifest[field] = null);

        (await FindAsync()).Select(finding => finding.Kind).Should().Equal(ManifestDamaged);
    }

    [Fact]
    public async Task Records_without_a_committed_run_are_not_to_be_billed_from()
    {
        await CommitAsync();
        Bucket.Delete(Bucket.Latest);
        Bucket.Delete(Bucket.Manifest(Run));

        var found = await FindAsync();

        found.Select(finding => finding.Kind).Should().Equal(NothingCommitted, RunBrokenOff);
        found[0].Remedy.Should().StartWith("do not bill from it");
    }

    [Fact]
    public async Task A_manifest_of_a_newer_layout_is_left_to_a_newer_program()
    {
        await CommitAsync();
        Rewrite(manifest => manifest["schema_version"] = 99);

        var found = (await FindAsync()).Should().ContainSingle().Subject;

        (found.Kind, found.Key, found.Severity)
            .Should()
            .Be((NewerSchema, Bucket.Manifest(Run), FindingSeverity.Unchecked));
        found.Message.Should().Be("has schema_version 99");
    }

    [Fact]
    public async Task A_manifest_that_skips_nobody_in_particular_is_damaged()
    {
        await CommitAsync();
        Rewrite(manifest =>
        {
            manifest["skipped"] = new JsonArray(new JsonObject());
            manifest["counts"]!["skipped"] = 1;
        });

        (await FindAsync()).Should().Contain(finding => finding.Kind == ManifestDamaged);
    }

    [Fact]
    public async Task A_manifest_with_a_record_of_no_length_is_damaged()
    {
        await CommitAsync();
        Rewrite(manifest => manifest["records"]![0]!["bytes"] = -1);

        (await FindAsync()).Should().Contain(finding => finding.Kind == ManifestDamaged);
    }
}
