using BillingOperator.Api.Reasons;
using BillingOperator.Api.Tenants;
using BillingOperator.Billing.Tenants;

namespace BillingOperator.Billing.Tests.Tenants;

public sealed class TenantStandingTests
{
    [Fact]
    public void A_tenant_alone_with_its_id_is_billable() =>
        TenantStanding.Among(SomeTenant.Named("acme"), []).Reason.Should().Be(TenantReasons.Billable);

    [Fact]
    public void A_tenant_that_is_not_billed_says_so() =>
        TenantStanding
            .Among(SomeTenant.Named("acme", billing: new TenantBilling()), [])
            .Reason.Should()
            .Be(TenantReasons.NotBillable);

    [Fact]
    public void Of_two_with_one_id_the_older_wins()
    {
        var older = SomeTenant.Named("b", "acme", ageInDays: 2);
        var younger = SomeTenant.Named("a", "acme", ageInDays: 1);

        TenantStanding.Among(older, [younger, older]).IsValid.Should().BeTrue();
        var standing = TenantStanding.Among(younger, [younger, older]);
        standing.Reason.Should().Be(TenantReasons.DuplicateTenantId);
        standing.Errors.Should().ContainSingle(error => error.Field == "spec.tenantId");
        standing.Message.Should().Contain("\"acme\" belongs to the older tenant team/b");
    }

    [Fact]
    public void Of_two_of_the_same_second_the_first_by_namespace_and_name_wins()
    {
        var first = SomeTenant.Named("z", "acme", @namespace: "a");
        var second = SomeTenant.Named("a", "acme", @namespace: "b");

        TenantStanding.Among(first, [second]).IsValid.Should().BeTrue();
        TenantStanding.Among(second, [first]).IsValid.Should().BeFalse();
    }

    [Fact]
    public void A_name_and_a_tenant_id_can_collide() =>
        TenantStanding
            .Among(SomeTenant.Named("other", "acme"), [SomeTenant.Named("acme", ageInDays: 1)])
            .Reason.Should()
            .Be(TenantReasons.DuplicateTenantId);

    [Fact]
    public void An_id_belongs_to_its_oldest_holder_even_if_that_one_is_faulty_or_not_billable()
    {
        var tenant = SomeTenant.Named("c", "acme");
        var faulty = SomeTenant.Named("a", "acme", ageInDays: 1, SomeTenant.Faulty);
        var notBillable = SomeTenant.Named("b", "acme", ageInDays: 1, new TenantBilling());

        TenantStanding.Among(tenant, [faulty]).Reason.Should().Be(TenantReasons.DuplicateTenantId);
        TenantStanding.Among(tenant, [notBillable]).Reason.Should().Be(TenantReasons.DuplicateTenantId);
    }

    [Fact]
    public void An_edited_id_is_an_error_and_takes_nothing_from_its_holder()
    {
        var victim = SomeTenant.Named("victim", "theirs");
        var edited = SomeTenant.Named("edited", "theirs", ageInDays: 9) with { EstablishedId = "mine" };

        TenantStanding.Among(victim, [edited]).IsValid.Should().BeTrue();
        var standing = TenantStanding.Among(edited, [victim]);
        standing.Reason.Should().Be(TenantReasons.Invalid);
        standing.Message.Should().Contain("is \"theirs\" now and was \"mine\"").And.Contain("immutable");
    }

    [Fact]
    public void An_edited_tenant_keeps_its_first_id_from_others()
    {
        var edited = SomeTenant.Named("edited", "new", ageInDays: 9) with { EstablishedId = "mine" };

        TenantStanding
            .Among(SomeTenant.Named("other", "mine"), [edited])
            .Reason.Should()
            .Be(TenantReasons.DuplicateTenantId);
    }

    [Fact]
    public void A_faulty_duplicate_hears_of_both()
    {
        var standing = TenantStanding.Among(
            SomeTenant.Named("b", "acme", billing: SomeTenant.Faulty),
            [SomeTenant.Named("a", "acme", ageInDays: 1)]
        );

        standing.Reason.Should().Be(TenantReasons.Invalid);
        standing.Errors.Select(error => error.Field).Should().Equal("spec.billing.sourceId", "spec.tenantId");
    }
}
