using BillingOperator.Api.Events;
using BillingOperator.Billing.ObjectStores;
using BillingOperator.Billing.Runs;
using BillingOperator.Billing.Tenants;
using static BillingOperator.Billing.Tests.Runs.Declared;

namespace BillingOperator.Billing.Tests.Runs;

public sealed class BillingRunTests : IDisposable
{
    private readonly Bucket _bucket = new();

    public void Dispose() => _bucket.Dispose();

    [Fact]
    public async Task A_run_writes_records_table_manifest_and_pointer_under_the_contracts_keys()
    {
        TenantDeclaration[] tenants = [Cloud("acme"), OnPremises("globex")];

        await _bucket.RunAsync(Bucket.Spec(), tenants);

        _bucket
            .Keys.Should()
            .SatisfyRespectively(
                key => key.Should().Be("billing/pureconnect/billing_period=2026-11/latest.json"),
                key => key.Should().Be("billing/pureconnect/billing_period=2026-11/runs/run-1/manifest.json"),
                key => key.Should().Be("billing/pureconnect/billing_period=2026-11/runs/run-1/tenants.csv"),
                key =>
                    key.Should()
                        .MatchRegex("^billing/pureconnect/billing_period=2026-11/tenants/acme/[0-9a-f]{16}.json$"),
                key =>
                    key.Should()
                        .MatchRegex("^billing/pureconnect/billing_period=2026-11/tenants/globex/[0-9a-f]{16}.json$")
            );
        _bucket.ShouldBeWhole("run-1", tenants);
    }

    [Fact]
    public async Task The_manifest_is_put_after_all_that_it_names_and_the_pointer_last()
    {
        await _bucket.RunAsync(Bucket.Spec(), [Cloud("acme"), Cloud("globex")]);

        _bucket.Store.Puts.TakeLast(3).Should().Equal(Bucket.Csv("run-1"), Bucket.Manifest("run-1"), Bucket.Latest);
    }

    [Fact]
    public async Task A_rerun_with_nothing_changed_puts_no_record()
    {
        TenantDeclaration[] tenants = [Cloud("acme"), Cloud("globex")];
        await _bucket.RunAsync(Bucket.Spec(), tenants);
        _bucket.Reopen();

        var outcome = await _bucket.RunAsync(Bucket.Spec("run-2", DateTimeOffset.UnixEpoch.AddYears(60)), tenants);

        _bucket.Store.Puts.Should().Equal(Bucket.Csv("run-2"), Bucket.Manifest("run-2"), Bucket.Latest);
        outcome.UploadedTenants.Should().BeEmpty();
        _bucket.ShouldBeWhole("run-2", tenants);
    }

    [Fact]
    public async Task A_changed_tenant_puts_exactly_one_record_and_keeps_the_old_one()
    {
        await _bucket.RunAsync(Bucket.Spec(), [Cloud("acme"), Cloud("globex")]);
        _bucket.Reopen();

        var outcome = await _bucket.RunAsync(Bucket.Spec("run-2"), [Cloud("acme", "0043"), Cloud("globex")]);

        outcome.UploadedTenants.Should().Equal("acme");
        _bucket.Store.Puts.Count(key => key.Contains("/tenants/", StringComparison.Ordinal)).Should().Be(1);
        _bucket.RecordKeys.Should().HaveCount(3);
    }

    [Fact]
    public async Task Without_a_billable_tenant_an_empty_run_is_committed()
    {
        await _bucket.RunAsync(Bucket.Spec(), []);

        _bucket.ShouldBeWhole("run-1", []);
        _bucket.Text(Bucket.Csv("run-1")).Should().StartWith("schema_version,record_id,").And.EndWith("source_id\r\n");
    }

    [Fact]
    public async Task Skipped_tenants_are_named_in_the_manifest()
    {
        var broken = Cloud("broken", externalId: "");

        await _bucket.RunAsync(Bucket.Spec(), [broken, Cloud("acme")]);

        var entry = _bucket.Json(Bucket.Manifest("run-1"))["skipped"]!.AsArray().Should().ContainSingle().Subject!;
        ((string)entry["name"]!).Should().Be("broken");
        ((string)entry["reason"]!).Should().StartWith("Invalid: spec.billing.externalId: ");
    }

    [Fact]
    public async Task A_committed_run_is_adopted_and_not_rewritten()
    {
        var first = await _bucket.RunAsync(Bucket.Spec(), [Cloud("acme")]);
        _bucket.Reopen();

        var again = await _bucket.RunAsync(Bucket.Spec(), [Cloud("acme"), Cloud("late")]);

        again.ManifestSha256.Should().Be(first.ManifestSha256);
        _bucket.Store.Puts.Should().BeEmpty();
        _bucket.RecordKeys.Should().ContainSingle();
    }

    [Fact]
    public async Task A_committed_run_does_not_ask_who_its_tenants_are()
    {
        await _bucket.RunAsync(Bucket.Spec(), [Cloud("acme")]);
        var source = new DeclaredTenants([]);

        await _bucket.RunAsync(Bucket.Spec(), source);
        await _bucket.RunAsync(Bucket.Spec("run-2"), source);

        source.Views.Should().Be(1, "only the second run was still to do");
    }

    [Fact]
    public async Task The_selector_of_the_order_decides_who_takes_part()
    {
        var spec = Bucket.Spec() with
        {
            TenantSelector = new LabelSelector { MatchLabels = new Dictionary<string, string> { ["tier"] = "gold" } },
        };
        var gold = Cloud("acme") with { Labels = new Dictionary<string, string> { ["tier"] = "gold" } };

        var outcome = await _bucket.RunAsync(spec, [gold, Cloud("globex")]);

        _bucket.ShouldBeWhole("run-1", [gold]);
        (outcome.Manifest.Counts.Tenants, outcome.Manifest.Counts.Selected).Should().Be((2, 1));
    }

    [Fact]
    public async Task The_table_of_a_broken_off_try_fixes_the_tenants_of_the_run()
    {
        TenantDeclaration[] tenants = [Cloud("acme"), Cloud("globex")];
        _bucket.Store.Before = FailOn("PUT " + Bucket.Manifest("run-1"));
        await Assert.ThrowsAsync<ObjectStoreException>(() => _bucket.RunAsync(Bucket.Spec(), tenants));
        _bucket.Reopen();

        await _bucket.RunAsync(Bucket.Spec(), [Cloud("acme", "changed"), Cloud("late")]);

        _bucket.ShouldBeWhole("run-1", tenants);
    }

    [Fact]
    public async Task A_tenant_of_the_earlier_table_that_is_invalid_now_is_billed_and_not_skipped()
    {
        TenantDeclaration[] tenants = [Cloud("acme"), Cloud("globex"), Cloud("hooli", externalId: "")];
        _bucket.Store.Before = FailOn("PUT " + Bucket.Manifest("run-1"));
        await Assert.ThrowsAsync<ObjectStoreException>(() => _bucket.RunAsync(Bucket.Spec(), tenants));
        _bucket.Reopen();

        TenantDeclaration[] now = [Cloud("acme", externalId: ""), Cloud("globex"), Cloud("hooli", externalId: "")];
        var outcome = await _bucket.RunAsync(Bucket.Spec(), now);

        outcome.Manifest.Records.Select(record => record.TenantId).Should().Equal("acme", "globex");
        outcome.Manifest.Skipped.Select(tenant => tenant.TenantId).Should().Equal("hooli");
        outcome.Manifest.Counts.Skipped.Should().Be(1);
    }

    [Fact]
    public async Task The_pointer_never_moves_back_to_an_older_slot()
    {
        var newer = new DateTimeOffset(2026, 11, 20, 0, 0, 0, TimeSpan.Zero);
        await _bucket.RunAsync(Bucket.Spec("newer", newer), [Cloud("acme")]);

        await _bucket.RunAsync(Bucket.Spec("older", newer.AddDays(-1)), [Cloud("acme")]);

        ((string)_bucket.Json(Bucket.Latest)["run_id"]!).Should().Be("newer");
    }

    [Fact]
    public async Task A_record_deleted_behind_the_operators_back_is_put_again()
    {
        TenantDeclaration[] tenants = [Cloud("acme"), Cloud("globex")];
        await _bucket.RunAsync(Bucket.Spec(), tenants);
        _bucket.Delete(_bucket.RecordKeys[0]);

        var outcome = await _bucket.RunAsync(Bucket.Spec("run-2"), tenants);

        outcome.UploadedTenants.Should().Equal("acme");
        _bucket.ShouldBeWhole("run-2", tenants);
    }

    [Fact]
    public async Task A_damaged_record_is_reported_not_overwritten_and_stops_only_the_commit()
    {
        await _bucket.RunAsync(Bucket.Spec(), [Cloud("acme")]);
        var damaged = _bucket.RecordKeys.Single();
        _bucket.Write(damaged, "not what was written");

        var run = () => _bucket.RunAsync(Bucket.Spec("run-2"), [Cloud("acme"), Cloud("globex")]);

        var failure = (await run.Should().ThrowAsync<RunIncompleteException>()).Which;
        failure.Message.Should().Contain(damaged).And.Contain("1 of 2");
        failure.Failure.Should().Be(ObjectStoreFailure.ContentDamaged);
        _bucket.Text(damaged).Should().Be("not what was written");
        _bucket.RecordKeys.Should().HaveCount(2, "the other tenant is stored all the same");
        _bucket.Keys.Should().NotContain(Bucket.Manifest("run-2"));
    }

    [Fact]
    public async Task However_many_records_are_damaged_all_others_are_stored_and_the_damaged_are_counted()
    {
        var tenants = Enumerable.Range(0, 40).Select(i => Cloud($"tenant-{i:d2}")).ToList();
        await _bucket.RunAsync(Bucket.Spec(), [.. tenants.Take(30)]);
        foreach (var key in _bucket.RecordKeys)
        {
            _bucket.Write(key, "not what was written");
        }

        var run = () => _bucket.RunAsync(Bucket.Spec("run-2"), [.. tenants]);

        var failure = (await run.Should().ThrowAsync<RunIncompleteException>()).Which;
        failure.Message.Should().StartWith("30 of 40 records").And.EndWith("; and 27 more");
        failure.IsPermanent.Should().BeTrue();
        _bucket.RecordKeys.Should().HaveCount(40);
    }

    [Fact]
    public async Task Credentials_that_may_only_write_complete_a_run_and_a_rerun()
    {
        TenantDeclaration[] tenants = [Cloud("acme"), Cloud("globex")];
        foreach (var runId in new[] { "run-1", "run-2" })
        {
            _bucket.Reopen();
            _bucket.Store.Before = DenyReading;
            await _bucket.RunAsync(Bucket.Spec(runId), tenants);
            _bucket.ShouldBeWhole(runId, tenants);
        }
        _bucket.RecordKeys.Should().HaveCount(2);
    }

    [Fact]
    public async Task Faults_of_single_records_are_gathered_and_the_others_are_stored()
    {
        _bucket.Store.Before = (_, call) =>
        {
            if (call.StartsWith("PUT", StringComparison.Ordinal) && call.Contains("/globex/", StringComparison.Ordinal))
            {
                throw new ObjectStoreException(ObjectStoreFailure.StoreError, "globex failed");
            }
        };

        var run = () => _bucket.RunAsync(Bucket.Spec(), [Cloud("acme"), Cloud("globex"), Cloud("initech")]);

        (await run.Should().ThrowAsync<RunIncompleteException>()).WithMessage("1 of 3 records*globex failed");
        _bucket.RecordKeys.Should().HaveCount(2);
    }

    internal static Action<int, string> FailOn(string call) =>
        (_, present) =>
        {
            if (present == call)
            {
                throw new ObjectStoreException(ObjectStoreFailure.EndpointUnreachable, "connection refused");
            }
        };

    private static void DenyReading(int number, string call)
    {
        if (!call.StartsWith("PUT", StringComparison.Ordinal))
        {
            throw new ObjectStoreException(ObjectStoreFailure.AccessDenied, "no permission: " + call);
        }
    }
}
