using BillingOperator.Api.Events;
using BillingOperator.Api.Reasons;
using BillingOperator.Api.Tenants;
using BillingOperator.Billing.Records;
using BillingOperator.Billing.Scheduling;
using BillingOperator.Billing.Tenants;
using BillingOperator.Controllers.Tenants;

namespace BillingOperator.Controllers.Tests.Tenants;

public sealed class UploadedConditionTests
{
    private const string Here = "s3://here";

    private static readonly TenantDeclaration Acme = new()
    {
        Namespace = "tenants",
        Name = "acme",
        Generation = 1,
        Spec = new TenantSpec
        {
            Billing = new TenantBilling { Billable = Billable.PureConnect, Deployment = Deployment.OnPremises },
        },
    };

    [Fact]
    public void A_record_as_it_would_be_written_now_at_the_place_of_now_is_uploaded() =>
        Judge(Acme, [Receipt("2026-11")], Target()).Should().Be((true, TenantReasons.Uploaded));

    [Fact]
    public void A_generation_that_moved_without_changing_the_record_changes_nothing()
    {
        var edited = Acme with
        {
            Generation = 9,
            Spec = Acme.Spec with { Billing = Acme.Spec.Billing! with { SourceId = "" } },
        };

        UploadedCondition
            .Of(edited, [Receipt("2026-11")], [Target()])
            .Should()
            .Be(UploadedCondition.Of(Acme, [Receipt("2026-11")], [Target()]));
    }

    [Fact]
    public void A_changed_record_says_so() =>
        Judge(Acme with { Spec = Acme.Spec with { DisplayName = "New" } }, [Receipt("2026-11")], Target())
            .Should()
            .Be((false, TenantReasons.Changed));

    [Theory]
    [InlineData("s3://elsewhere")]
    [InlineData(null)]
    public void A_record_at_another_or_an_unknown_place_has_moved(string? place) =>
        Judge(Acme, [Receipt("2026-11") with { Location = place }], Target()).Should().Be((false, TenantReasons.Moved));

    [Fact]
    public void Settings_that_name_no_place_move_nothing() =>
        Judge(Acme, [Receipt("2026-11")], Target() with { Location = null })
            .Should()
            .Be((true, TenantReasons.Uploaded));

    [Fact]
    public void A_tenant_that_no_enabled_event_selects_says_so() =>
        Judge(Acme, [Receipt("2026-11")]).Should().Be((false, TenantReasons.NotSelected));

    [Fact]
    public void A_receipt_of_another_event_does_not_count() =>
        Judge(Acme, [Receipt("2026-11") with { Event = "other" }], Target())
            .Should()
            .Be((false, TenantReasons.NotYetUploaded));

    [Fact]
    public void Every_event_that_selects_the_tenant_counts() =>
        Judge(Acme, [Receipt("2026-11")], Target(), Target() with { Event = "second" })
            .Should()
            .Be((false, TenantReasons.NotYetUploaded));

    [Fact]
    public void A_run_of_an_earlier_period_changes_nothing()
    {
        var before = UploadedCondition.Of(Acme, [Receipt("2026-11")], [Target()]);
        var stale = Receipt("2026-10") with { Sha256 = new string('0', 64), Location = "s3://elsewhere" };

        UploadedCondition.Of(Acme, [Receipt("2026-11"), stale], [Target()]).Should().Be(before);
        UploadedCondition.Of(Acme, [stale, Receipt("2026-11")], [Target()]).Should().Be(before);
        Judge(Acme, [Receipt("2026-10")], Target() with { NewestPeriod = "2026-11" })
            .Should()
            .Be((false, TenantReasons.NotYetUploaded), "the newest period's run did not know the tenant");
    }

    [Fact]
    public void Receipts_of_days_say_nothing_of_an_event_that_bills_months() =>
        Judge(Acme, [Receipt("2026-11-23") with { Location = "s3://elsewhere" }, Receipt("2026-11")], Target())
            .Should()
            .Be((true, TenantReasons.Uploaded));

    [Fact]
    public void Of_several_events_the_one_with_the_worst_fault_is_told_and_of_equals_the_first()
    {
        var uploaded = Target();
        var (changed, moved) = (uploaded with { Event = "changed" }, uploaded with { Event = "moved" });
        var (missing, alsoMissing) = (uploaded with { Event = "missing" }, uploaded with { Event = "missing-too" });
        UploadReceipt[] receipts =
        [
            Receipt("2026-11"),
            Receipt("2026-11") with
            {
                Event = changed.Event,
                Sha256 = new string('0', 64),
            },
            Receipt("2026-11") with
            {
                Event = moved.Event,
                Sha256 = new string('0', 64),
                Location = "s3://elsewhere",
            },
        ];

        Say(receipts, uploaded, changed, moved, alsoMissing, missing)
            .Should()
            .Be("BillingEvent missing-too has not uploaded it yet; waits for the next run.");
        Say(receipts, uploaded, changed, moved)
            .Should()
            .Be(
                "BillingEvent moved uploaded it for 2026-11 to s3://elsewhere, and its settings name s3://here now; waits "
                    + "for the next run."
            );
        Say(receipts, uploaded, changed)
            .Should()
            .Be("Changed since BillingEvent changed uploaded it for 2026-11; waits for the next run.");
        Say(receipts, uploaded).Should().Be("Uploaded by BillingEvent pureconnect for 2026-11.");
    }

    [Fact]
    public void Each_fault_says_what_is_missing_and_where()
    {
        Say([])
            .Should()
            .Be(
                "No enabled BillingEvent selects it: enable one, or give the tenant the labels that its "
                    + "spec.tenantSelector asks for."
            );
        Say([Receipt("2026-10")], Target() with { NewestPeriod = "2026-11" })
            .Should()
            .Be("BillingEvent pureconnect has not uploaded it for 2026-11 yet; waits for the next run.");
        Say([Receipt("2026-11") with { Location = null }], Target())
            .Should()
            .Be(
                "BillingEvent pureconnect uploaded it for 2026-11 to an unknown place, and its settings name s3://here "
                    + "now; waits for the next run."
            );
    }

    [Fact]
    public void Of_many_events_that_have_uploaded_it_three_are_named()
    {
        UploadTarget[] targets = [.. Enumerable.Range(1, 5).Select(i => Target() with { Event = $"event-{i}" })];
        UploadReceipt[] receipts = [.. targets.Select(target => Receipt("2026-11") with { Event = target.Event })];

        Say(receipts, targets[..3])
            .Should()
            .Be(
                "Uploaded by BillingEvent event-1 for 2026-11, BillingEvent event-2 for 2026-11, BillingEvent event-3 for "
                    + "2026-11."
            );
        Say(receipts, targets).Should().EndWith("BillingEvent event-3 for 2026-11 and 2 more.");
    }

    private static string Say(IReadOnlyList<UploadReceipt> uploads, params IReadOnlyList<UploadTarget> targets) =>
        UploadedCondition.Of(Acme, uploads, targets).Message;

    private static (bool, string) Judge(
        TenantDeclaration tenant,
        IReadOnlyList<UploadReceipt> uploads,
        params IReadOnlyList<UploadTarget> targets
    )
    {
        var uploaded = UploadedCondition.Of(tenant, uploads, targets);
        return (uploaded.Status, uploaded.Reason);
    }

    private static UploadTarget Target() =>
        new("pureconnect", ("uid", 1), null, BillingPeriodKind.Monthly, Here, NewestPeriod: null);

    private static UploadReceipt Receipt(string period) =>
        new()
        {
            Event = "pureconnect",
            BillingPeriod = period,
            RunId = "run-1",
            Location = Here,
            Key = "key",
            Sha256 = RecordRenderer.HashOf(RecordRenderer.Describe(Acme, BillingPeriod.Parse(period))),
        };
}
