using BillingOperator.Api.Reasons;
using BillingOperator.Api.Tenants;
using BillingOperator.Billing.Tenants;

namespace BillingOperator.Billing.Tests.Tenants;

public sealed class TenantStateTests
{
    [Fact]
    public void A_tenant_alone_with_its_id_is_billable() =>
        TenantState.Among(SomeTenant.Named("acme"), []).Reason.Should().Be(TenantReasons.Billable);

    [Fact]
    public void A_tenant_that_is_not_billed_says_so() =>
        TenantState
            .Among(SomeTenant.Named("acme", billing: new TenantBilling()), [])
            .Reason.Should()
            .Be(TenantReasons.NotBillable);

    [Fact]
    public void Of_two_with_one_id_the_older_wins()
    {
        var older = SomeTenant.Named("b", "acme", ageInDays: 2);
        var younger = SomeTenant.Named("a", "acme", ageInDays: 1);

        TenantState.Among(older, [younger, older]).IsValid.Should().BeTrue();
        var state = TenantState.Among(younger, [younger, older]);
        state.Reason.Should().Be(TenantReasons.DuplicateTenantId);
        state.Errors.Should().ContainSingle(error => $"{error.Field}" == "spec.tenantId");
        state.Message.Should().Contain("\"acme\" belongs to the tenant team/b");
    }

    [Fact]
    public void Of_two_of_the_same_second_the_first_by_namespace_and_name_wins()
    {
        var first = SomeTenant.Named("z", "acme", @namespace: "a");
        var second = SomeTenant.Named("a", "acme", @namespace: "b");

        TenantState.Among(first, [second]).IsValid.Should().BeTrue();
        TenantState.Among(second, [first]).IsValid.Should().BeFalse();
    }

    [Fact]
    public void A_name_and_a_tenant_id_can_collide() =>
        TenantState
            .Among(SomeTenant.Named("other", "acme"), [SomeTenant.Named("acme", ageInDays: 1)])
            .Reason.Should()
            .Be(TenantReasons.DuplicateTenantId);

    [Fact]
    public void An_id_belongs_to_its_oldest_holder_even_if_that_one_is_faulty_or_not_billable()
    {
        var tenant = SomeTenant.Named("c", "acme");
        var faulty = SomeTenant.Named("a", "acme", ageInDays: 1, SomeTenant.Faulty);
        var notBillable = SomeTenant.Named("b", "acme", ageInDays: 1, new TenantBilling());

        TenantState.Among(tenant, [faulty]).Reason.Should().Be(TenantReasons.DuplicateTenantId);
        TenantState.Among(tenant, [notBillable]).Reason.Should().Be(TenantReasons.DuplicateTenantId);
    }

    [Fact]
    public void An_edited_id_is_an_error_and_takes_nothing_from_its_holder()
    {
        var victim = SomeTenant.Named("victim", "theirs");
        var edited = SomeTenant.Named("edited", "theirs", ageInDays: 9) with { EstablishedId = "mine" };

        TenantState.Among(victim, [edited]).IsValid.Should().BeTrue();
        var state = TenantState.Among(edited, [victim]);
        state.Reason.Should().Be(TenantReasons.Invalid);
        state.Message.Should().Contain("is \"theirs\" now and was \"mine\"").And.Contain("immutable");
    }

    [Fact]
    public void An_edited_tenant_keeps_its_first_id_from_others()
    {
        var edited = SomeTenant.Named("edited", "new", ageInDays: 9) with { EstablishedId = "mine" };

        TenantState
            .Among(SomeTenant.Named("other", "mine"), [edited])
            .Reason.Should()
            .Be(TenantReasons.DuplicateTenantId);
    }

    [Fact]
    public void A_duplicate_of_the_same_namespace_takes_the_id_when_its_holder_goes()
    {
        var duplicate = Duplicate("team", of: "team", generation: 1);

        TenantState.Among(duplicate, []).Reason.Should().Be(TenantReasons.Billable);
        TenantState.Among(duplicate, []).HeldBy.Should().BeNull();
    }

    [Fact]
    public void A_duplicate_of_another_namespace_does_not_inherit_the_id_in_silence()
    {
        var duplicate = Duplicate("team", of: "other", generation: 1);

        var state = TenantState.Among(duplicate, []);

        state.Reason.Should().Be(TenantReasons.TenantIdReleased);
        state.Message.Should().Contain("other/holder").And.Contain("the next edit takes the id");
        state.HeldBy.Should().Be(duplicate.HeldBy, "the operator may be restarted before somebody edits it");
    }

    [Fact]
    public void The_next_edit_of_its_spec_takes_a_released_id()
    {
        var edited = Duplicate("team", of: "other", generation: 1) with { Generation = 2 };

        TenantState.Among(edited, []).Reason.Should().Be(TenantReasons.Billable);
    }

    [Fact]
    public void An_edit_takes_no_id_that_somebody_holds_and_is_remembered_as_no_claim()
    {
        var holder = SomeTenant.Named("holder", "acme", ageInDays: 0, @namespace: "other") with
        {
            EstablishedId = "acme",
        };
        var older = Duplicate("team", of: "other", generation: 1) with
        {
            Generation = 2,
            CreatedAt = holder.CreatedAt!.Value.AddDays(-3),
        };

        TenantState.Among(holder, [older]).Reason.Should().Be(TenantReasons.Billable);
        var state = TenantState.Among(older, [holder]);
        state.Reason.Should().Be(TenantReasons.DuplicateTenantId);
        state.HeldBy!.ObservedGeneration.Should().Be(2);
    }

    [Fact]
    public void A_released_id_goes_to_the_first_who_asks_for_it()
    {
        var first = Duplicate("one", of: "gone", generation: 1) with { Generation = 2 };
        var second = Duplicate("two", of: "gone", generation: 1);

        TenantState.Among(first, [second]).Reason.Should().Be(TenantReasons.Billable);
        var state = TenantState.Among(second, [first]);
        state.Reason.Should().Be(TenantReasons.DuplicateTenantId);
        state.HeldBy!.Namespace.Should().Be("one");
    }

    [Fact]
    public void A_tenant_that_is_being_deleted_holds_no_id()
    {
        var going = SomeTenant.Named("a", "acme", ageInDays: 3) with { EstablishedId = "acme", IsBeingDeleted = true };
        var successor = SomeTenant.Named("b", "acme");

        TenantState.Among(successor, [going]).Reason.Should().Be(TenantReasons.Billable);
        TenantState.Among(going, [successor]).Reason.Should().Be(TenantReasons.BeingDeleted);
    }

    [Fact]
    public void A_faulty_duplicate_hears_of_both()
    {
        var state = TenantState.Among(
            SomeTenant.Named("b", "acme", billing: SomeTenant.Faulty),
            [SomeTenant.Named("a", "acme", ageInDays: 1)]
        );

        state.Reason.Should().Be(TenantReasons.Invalid);
        state.Errors.Select(error => $"{error.Field}").Should().Equal("spec.billing.sourceId", "spec.tenantId");
    }

    private static TenantDeclaration Duplicate(string @namespace, string of, long generation) =>
        SomeTenant.Named("copy", "acme", @namespace: @namespace) with
        {
            Generation = generation,
            HeldBy = new TenantIdHolder
            {
                Namespace = of,
                Name = "holder",
                ObservedGeneration = generation,
            },
        };
}
