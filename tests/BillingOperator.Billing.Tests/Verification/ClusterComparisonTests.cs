using BillingOperator.Api.Events;
using BillingOperator.Billing.Scheduling;
using BillingOperator.Billing.Tenants;
using BillingOperator.Billing.Tests.Runs;
using BillingOperator.Billing.Verification;
using static BillingOperator.Billing.Tests.Runs.Declared;
using static BillingOperator.Billing.Verification.FindingKind;

namespace BillingOperator.Billing.Tests.Verification;

public sealed class ClusterComparisonTests : IDisposable
{
    private const string Run = "20261101T000000Z-schedule-00000001";
    private const string Location = "s3://billing";

    private readonly Bucket _bucket = new();

    public void Dispose() => _bucket.Dispose();

    [Fact]
    public async Task Tenants_as_they_were_billed_leave_nothing_to_say() =>
        (await CompareAsync([Cloud("acme"), Cloud("globex")])).Should().BeEmpty();

    [Fact]
    public async Task A_changed_tenant_is_a_note_as_the_next_run_uploads_it()
    {
        var found = (await CompareAsync([Cloud("acme", "0099"), Cloud("globex")])).Should().ContainSingle().Subject;

        (found.Kind, found.TenantId, found.Severity).Should().Be((TenantChanged, "acme", FindingSeverity.Note));
        found.Message.Should().Be("tenant tenants/acme has changed since the run; the next run uploads it");
    }

    [Fact]
    public async Task A_tenant_that_was_created_since_is_a_note()
    {
        var young = Cloud("initech") with { CreatedAt = TimeProvider.System.GetUtcNow().AddHours(1) };

        var found = (await CompareAsync([Cloud("acme"), Cloud("globex"), young])).Should().ContainSingle().Subject;

        found.Kind.Should().Be(TenantChanged);
        found.Message.Should().Be("tenant tenants/initech was created since the run; the next run uploads it");
    }

    [Fact]
    public async Task A_tenant_that_is_to_be_billed_and_has_no_record_is_a_difference()
    {
        var old = Cloud("initech") with { CreatedAt = DateTimeOffset.UnixEpoch };

        var found = (await CompareAsync([Cloud("acme"), Cloud("globex"), old])).Should().ContainSingle().Subject;

        (found.Kind, found.Severity).Should().Be((TenantNotBilled, FindingSeverity.Difference));
        found.Remedy.Should().Be("start a run: billing-operator request pureconnect");
    }

    [Fact]
    public async Task A_record_of_a_tenant_that_is_gone_is_a_difference()
    {
        var found = (await CompareAsync([Cloud("acme")])).Should().ContainSingle().Subject;

        (found.Kind, found.TenantId).Should().Be((TenantBilledUnduly, "globex"));
        found.Message.Should().Be("tenant globex has a record, and there is no such tenant any more");
    }

    [Fact]
    public async Task A_record_of_a_tenant_that_is_not_selected_says_so()
    {
        var selector = new LabelSelector { MatchLabels = new Dictionary<string, string> { ["paid"] = "yes" } };
        var paid = Cloud("acme") with { Labels = new Dictionary<string, string> { ["paid"] = "yes" } };

        (await CompareAsync([paid, Cloud("globex")], selector: selector))
            .Should()
            .ContainSingle()
            .Which.Message.Should()
            .Be("tenant globex has a record, and the event does not select tenants/globex");
    }

    [Fact]
    public async Task A_tenant_that_became_invalid_is_named_with_the_reason()
    {
        var found = await CompareAsync([Cloud("acme"), Cloud("globex", externalId: "")]);

        found.Select(one => one.Kind).Should().Equal(TenantBilledUnduly, TenantInvalid);
        found[1].Message.Should().StartWith("tenant tenants/globex is left out: Invalid: spec.billing.externalId");
    }

    [Fact]
    public async Task A_status_with_another_hash_than_the_bucket_is_a_difference()
    {
        var found = (await CompareAsync([Cloud("acme"), Cloud("globex")], Summary(Run, new string('0', 64))))
            .Should()
            .ContainSingle()
            .Subject;

        found.Kind.Should().Be(StatusDiffers);
        found.Key.Should().Be(Bucket.Manifest(Run));
    }

    [Fact]
    public async Task A_status_that_names_a_newer_run_than_the_bucket_is_a_difference() =>
        (await CompareAsync([Cloud("acme"), Cloud("globex")], Summary("another", new string('0', 64))))
            .Select(one => one.Kind)
            .Should()
            .Equal(StatusDiffers);

    [Fact]
    public async Task A_status_of_a_run_to_another_place_is_not_compared() =>
        (
            await CompareAsync(
                [Cloud("acme"), Cloud("globex")],
                Summary("another", new string('0', 64)) with
                {
                    Location = "s3://elsewhere",
                }
            )
        )
            .Should()
            .BeEmpty();

    [Fact]
    public async Task Without_the_right_to_list_tenants_none_are_compared() =>
        (await CompareAsync(tenants: null)).Should().BeEmpty();

    [Fact]
    public async Task An_earlier_period_is_not_held_against_the_tenants_of_now() =>
        (await CompareAsync([], current: "2026-12")).Should().BeEmpty();

    [Fact]
    public void A_period_without_objects_is_a_note_where_no_run_was_due()
    {
        var report = new ClusterComparison(
            Billed(null) with
            {
                NextRunTime = new DateTimeOffset(2026, 11, 30, 2, 0, 0, TimeSpan.Zero),
            }
        ).OfNothing("2026-11");

        report.IsWhole.Should().BeTrue();
        report
            .Findings.Should()
            .ContainSingle()
            .Which.Message.Should()
            .Be("nothing of this period is there yet; the next run is due at 2026-11-30T02:00:00Z");
    }

    [Fact]
    public void A_period_without_objects_is_a_difference_where_the_status_names_a_run() =>
        new ClusterComparison(Billed(null) with { LastRun = Summary(Run, null) })
            .OfNothing("2026-11")
            .Findings.Select(one => one.Kind)
            .Should()
            .Equal(StatusDiffers);

    private static RunSummary Summary(string id, string? sha256) =>
        new()
        {
            Id = id,
            BillingPeriod = "2026-11",
            Trigger = RunTrigger.Schedule,
            State = RunState.Succeeded,
            Location = Location,
            Slot = new DateTimeOffset(2026, 11, 2, 0, 0, 0, TimeSpan.Zero),
            ManifestSha256 = sha256,
        };

    private static BilledEvent Billed(IReadOnlyCollection<TenantDeclaration>? tenants, string current = "2026-11") =>
        new()
        {
            Name = "pureconnect",
            Current = BillingPeriod.Parse(current),
            Location = Location,
            Tenants = tenants,
        };

    private async Task<IReadOnlyList<Finding>> CompareAsync(
        IReadOnlyCollection<TenantDeclaration>? tenants,
        RunSummary? lastRun = null,
        LabelSelector? selector = null,
        string current = "2026-11"
    )
    {
        await _bucket.RunAsync(Bucket.Spec(Run), [Cloud("acme"), Cloud("globex")]);
        var verifier = new BucketVerifier(_bucket.Store, new VerificationScope(), new VerificationProgress());
        var billed = Billed(tenants, current) with { LastRun = lastRun, Selector = selector };
        await foreach (var report in verifier.VerifyAsync(CancellationToken.None))
        {
            return new ClusterComparison(billed).Compare(report).Findings;
        }
        throw new InvalidOperationException("there is nothing in the bucket");
    }
}
