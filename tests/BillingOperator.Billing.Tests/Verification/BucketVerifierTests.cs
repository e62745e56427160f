using System.Text.Json.Nodes;
using BillingOperator.Billing.ObjectStores;
using BillingOperator.Billing.Runs;
using BillingOperator.Billing.Scheduling;
using BillingOperator.Billing.Tenants;
using BillingOperator.Billing.Tests.Runs;
using BillingOperator.Billing.Verification;
using static BillingOperator.Billing.Tests.Runs.Declared;
using static BillingOperator.Billing.Verification.FindingKind;

namespace BillingOperator.Billing.Tests.Verification;

public sealed class BucketVerifierTests : IDisposable
{
    private const string Run = "20261101T000000Z-schedule-00000001";
    private const string Later = "20261102T000000Z-schedule-00000002";

    private static readonly DateTimeOffset LaterSlot = new(2026, 11, 2, 0, 0, 0, TimeSpan.Zero);

    private readonly Bucket _bucket = new();

    public void Dispose() => _bucket.Dispose();

    [Fact]
    public async Task A_committed_run_is_whole()
    {
        await CommitAsync();
        var progress = new VerificationProgress();

        var report = (await VerifyAsync(new VerificationScope { Prefix = "billing" }, progress)).Single();

        report.Findings.Should().BeEmpty();
        (report.Event, report.Period, report.IsWhole).Should().Be(("pureconnect", "2026-11", true));
        report.Manifest!.RunId.Should().Be(Run);
        report.ManifestSha256.Should().Be(Bucket.Sha256(_bucket.Read(Bucket.Manifest(Run))));
        (progress.Checked, progress.Expected).Should().Be((3, 3));
    }

    [Fact]
    public async Task Nothing_is_written_and_each_object_is_read_once()
    {
        await CommitAsync();
        _bucket.Reopen();

        await FindAsync();

        _bucket.Store.Puts.Should().BeEmpty();
        _bucket
            .Store.Gets.Should()
            .BeEquivalentTo(_bucket.Keys.Where(key => !key.Contains("probe", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Nothing_there_gives_no_report() =>
        (await VerifyAsync(new VerificationScope())).Should().BeEmpty();

    [Fact]
    public async Task A_run_that_bills_nobody_is_whole()
    {
        await _bucket.RunAsync(Bucket.Spec(Run), Array.Empty<TenantDeclaration>());

        (await FindAsync()).Should().BeEmpty();
    }

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
                "find out who changed it, then delete it and request the period again: "
                    + "billing-operator request pureconnect --period 2026-11"
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
        _bucket.Reopen();
        Change(RecordOf("acme"), _ => new string('x', 1 << 20));

        (await FindAsync()).Should().ContainSingle(finding => finding.Kind == RecordDamaged);
        _bucket.Store.Gets.Should().NotContain(RecordOf("acme"));
    }

    [Fact]
    public async Task A_record_that_is_gone_is_missing()
    {
        await CommitAsync();
        var key = RecordOf("acme");
        _bucket.Delete(key);

        var found = (await FindAsync()).Should().ContainSingle().Subject;

        (found.Kind, found.Key, found.TenantId).Should().Be((RecordMissing, key, "acme"));
        found.Remedy.Should().StartWith("request the period again: billing-operator request pureconnect");
    }

    [Fact]
    public async Task A_record_of_another_tenant_is_foreign_though_its_hash_fits()
    {
        await CommitAsync();
        var other = _bucket.Read(RecordOf("globex"));
        await File.WriteAllBytesAsync(_bucket.PathOf(RecordOf("acme")), other);
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
    public async Task An_object_that_the_operator_does_not_write_is_unexpected()
    {
        await CommitAsync();
        Put(Bucket.Root + "_SUCCESS", "");

        (await FindAsync()).Should().ContainSingle(finding => finding.Kind == ObjectUnexpected);
    }

    [Fact]
    public async Task Records_of_earlier_runs_are_fine()
    {
        await CommitAsync();
        await CommitAsync(Later, LaterSlot, Cloud("acme", "0099"), Cloud("globex"), OnPremises("initech"));

        (await FindAsync()).Should().BeEmpty();
        _bucket.RecordKeys.Should().HaveCount(4, "acme was changed");
    }

    [Fact]
    public async Task A_damaged_manifest_of_an_earlier_run_is_named()
    {
        await CommitAsync();
        await CommitAsync(Later, LaterSlot, Cloud("acme", "0099"), Cloud("globex"), OnPremises("initech"));
        _bucket.Write(Bucket.Manifest(Run), "{");

        (await FindAsync()).Select(finding => finding.Kind).Should().Equal(ManifestDamaged, RecordUnexpected);
    }

    [Fact]
    public async Task A_missing_table_is_named()
    {
        await CommitAsync();
        _bucket.Delete(Bucket.Csv(Run));

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
        _bucket.Write(Bucket.Csv(Run), "<html>");

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

    [Fact]
    public async Task A_pointer_to_a_manifest_that_is_gone_is_named()
    {
        await CommitAsync();
        _bucket.Delete(Bucket.Manifest(Run));

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
        var actual = Bucket.Sha256(_bucket.Read(Bucket.Manifest(Run)));
        Change(Bucket.Latest, text => text.Replace(actual, new string('0', 64), StringComparison.Ordinal));
        _bucket.Delete(RecordOf("acme"));

        (await FindAsync()).Select(finding => finding.Kind).Should().Equal(ManifestDamaged, RecordMissing);
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
    [InlineData("[]")]
    [InlineData("")]
    public async Task A_pointer_that_is_none_is_damaged_and_the_newest_run_is_checked(string content)
    {
        await CommitAsync();
        _bucket.Write(Bucket.Latest, content);

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
        _bucket.Delete(Bucket.Latest);
        _bucket.Delete(RecordOf("globex"));

        (await FindAsync()).Select(finding => finding.Kind).Should().Equal(PointerMissing, RecordMissing);
    }

    [Fact]
    public async Task A_pointer_to_an_older_run_is_behind()
    {
        await CommitAsync();
        var old = _bucket.Text(Bucket.Latest);
        await CommitAsync(Later, LaterSlot, Cloud("acme"), Cloud("globex"), OnPremises("initech"));
        _bucket.Write(Bucket.Latest, old);

        (await FindAsync()).Select(finding => finding.Kind).Should().Equal(PointerBehind);
    }

    [Theory]
    [InlineData("no JSON")]
    [InlineData("null")]
    [InlineData("{}")]
    public async Task A_manifest_that_is_none_is_damaged(string content)
    {
        await CommitAsync();
        _bucket.Write(Bucket.Manifest(Run), content);

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
        _bucket.Delete(Bucket.Latest);
        _bucket.Delete(Bucket.Manifest(Run));

        var found = await FindAsync();

        found.Select(finding => finding.Kind).Should().Equal(NothingCommitted, RunBrokenOff);
        found[0].Remedy.Should().StartWith("do not bill from it");
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
        _bucket.Store.Before = (_, call) =>
        {
            if (!isCommitted && call == $"LIST {Bucket.Root}runs/")
            {
                isCommitted = true;
                var manifest = _bucket.Json(Bucket.Manifest(Run));
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
        _bucket.Delete(RecordOf("globex"));
        _bucket.Store.Before = (_, call) =>
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
        _bucket.Store.Before = (_, _) =>
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
        _bucket.Move("billing", "copy/of/it");

        (await VerifyAsync(new VerificationScope())).Single().Findings.Should().BeEmpty();
    }

    [Fact]
    public async Task Every_period_has_its_own_report()
    {
        await CommitAsync();
        await _bucket.RunAsync(Bucket.Spec(Run) with { Period = BillingPeriod.Parse("2026-10") }, [Cloud("acme")]);
        _bucket.Delete(RecordOf("globex"));

        (await VerifyAsync(new VerificationScope()))
            .Select(report => (report.Period, report.IsWhole))
            .Should()
            .Equal(("2026-10", true), ("2026-11", false));
    }

    private Task<RunOutcome> CommitAsync() =>
        CommitAsync(Run, null, Cloud("acme"), Cloud("globex"), OnPremises("initech"));

    private Task<RunOutcome> CommitAsync(string run, DateTimeOffset? slot, params TenantDeclaration[] tenants) =>
        _bucket.RunAsync(Bucket.Spec(run, slot), tenants);

    private async Task<IReadOnlyList<Finding>> FindAsync() =>
        (await VerifyAsync(new VerificationScope { Prefix = "billing" })).Single().Findings;

    private async Task<List<PeriodReport>> VerifyAsync(VerificationScope scope, VerificationProgress? progress = null)
    {
        var reports = new List<PeriodReport>();
        var verifier = new BucketVerifier(_bucket.Store, scope, progress ?? new VerificationProgress());
        await foreach (var report in verifier.VerifyAsync(CancellationToken.None))
        {
            reports.Add(report);
        }
        return reports;
    }

    private string RecordOf(string tenant) =>
        (string)
            _bucket.Json(Bucket.Manifest(Run))["records"]!
                .AsArray()
                .Single(record => (string)record!["tenant_id"]! == tenant)!["key"]!;

    private void Change(string key, Func<string, string> change) => _bucket.Write(key, change(_bucket.Text(key)));

    /// <summary>Changes the manifest, and lets the pointer name what it is then.</summary>
    private void Rewrite(Action<JsonNode> change)
    {
        var manifest = _bucket.Json(Bucket.Manifest(Run));
        change(manifest);
        _bucket.Write(Bucket.Manifest(Run), manifest.ToJsonString());
        var pointer = _bucket.Json(Bucket.Latest);
        pointer["manifest_sha256"] = Bucket.Sha256(_bucket.Read(Bucket.Manifest(Run)));
        _bucket.Write(Bucket.Latest, pointer.ToJsonString());
    }

    private void Put(string key, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_bucket.PathOf(key))!);
        _bucket.Write(key, content);
    }
}
