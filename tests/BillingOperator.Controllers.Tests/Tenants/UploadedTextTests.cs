using BillingOperator.Api.Events;
using BillingOperator.Api.Reasons;
using BillingOperator.Api.Tenants;
using BillingOperator.Billing.Records;
using BillingOperator.Billing.Scheduling;
using BillingOperator.Billing.Tenants;
using BillingOperator.Controllers.Tenants;

namespace BillingOperator.Controllers.Tests.Tenants;

public sealed class UploadedTextTests
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

        UploadedText
            .Describe(edited, [Receipt("2026-11")], [Target()])
            .Should()
            .Be(UploadedText.Describe(Acme, [Receipt("2026-11")], [Target()]));
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
        var before = UploadedText.Describe(Acme, [Receipt("2026-11")], [Target()]);
        var stale = Receipt("2026-10") with { Sha256 = new string('0', 64), Location = "s3://elsewhere" };

        UploadedText.Describe(Acme, [Receipt("2026-11"), stale], [Target()]).Should().Be(before);
        UploadedText.Describe(Acme, [stale, Receipt("2026-11")], [Target()]).Should().Be(before);
        Judge(Acme, [Receipt("2026-10")], Target() with { NewestPeriod = "2026-11" })
            .Should()
            .Be((false, TenantReasons.NotYetUploaded), "the newest period's run did not know the tenant");
    }

    [Fact]
    public void Receipts_of_days_say_nothing_of_an_event_that_bills_months() =>
        Judge(Acme, [Receipt("2026-11-23") with { Location = "s3://elsewhere" }, Receipt("2026-11")], Target())
            .Should()
            .Be((true, TenantReasons.Uploaded));

    private static (bool, string) Judge(
        TenantDeclaration tenant,
        IReadOnlyList<UploadReceipt> uploads,
        params IReadOnlyList<UploadTarget> targets
    )
    {
        var (status, reason, _) = UploadedText.Describe(tenant, uploads, targets);
        return (status, reason);
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
