using BillingOperator.Api.Events;
using BillingOperator.Api.Reasons;
using BillingOperator.Api.Tenants;
using BillingOperator.Billing.Tenants;
using BillingOperator.Billing.Validation;
using FsCheck;
using FsCheck.Fluent;

namespace BillingOperator.Billing.Tests.Tenants;

public sealed class TenantSelectionTests
{
    [Fact]
    public void The_roll_is_sorted_by_tenant_id_byte_by_byte() =>
        TenantSelection
            .Of(
                [SomeTenant.Named("b"), SomeTenant.Named("x", "B"), SomeTenant.Named("a"), SomeTenant.Named("y", "0")],
                null
            )
            .Expected.Select(tenant => tenant.TenantId)
            .Should()
            .Equal("0", "B", "a", "b");

    [Fact]
    public void Tenants_left_out_are_named_with_their_reason()
    {
        var selection = TenantSelection.Of(
            [
                SomeTenant.Named("fine"),
                SomeTenant.Named("faulty", billing: SomeTenant.Faulty),
                SomeTenant.Named("misspelt", billing: new TenantBilling { Billable = "pureconnect" }),
                SomeTenant.Named("second", "fine", ageInDays: -1),
                SomeTenant.Named("free", billing: new TenantBilling { Billable = Billable.NotBillable }),
                SomeTenant.Named("free-and-faulty", billing: new TenantBilling { SourceId = " " }),
            ],
            null
        );

        selection.Expected.Select(tenant => tenant.Name).Should().Equal("fine");
        selection
            .Skipped.Select(skipped => (skipped.Tenant.Name, skipped.Reason))
            .Should()
            .Equal(
                ("faulty", TenantReasons.Invalid),
                ("second", TenantReasons.DuplicateTenantId),
                ("misspelt", TenantReasons.Invalid)
            );
    }

    [Fact]
    public void A_tenant_that_is_being_deleted_takes_part_in_nothing_and_its_successor_is_no_duplicate()
    {
        var going = SomeTenant.Named("old", "acme", ageInDays: 1) with { IsBeingDeleted = true };

        var selection = TenantSelection.Of([going, SomeTenant.Named("new", "acme")], null);

        selection.Expected.Should().ContainSingle(tenant => tenant.Name == "new");
        selection.Skipped.Should().BeEmpty();
        (selection.Tenants, selection.Selected).Should().Be((1, 1));
    }

    [Fact]
    public void A_released_id_is_left_out_and_named()
    {
        var released = SomeTenant.Named("copy", "acme") with
        {
            Generation = 1,
            HeldBy = new TenantIdHolder
            {
                Namespace = "other",
                Name = "gone",
                ObservedGeneration = 1,
            },
        };

        var selection = TenantSelection.Of([released], null);

        selection.Expected.Should().BeEmpty();
        selection.Skipped.Should().ContainSingle(skipped => skipped.Reason == TenantReasons.TenantIdReleased);
    }

    [Fact]
    public void The_roll_counts_all_tenants_and_those_that_the_selector_matches()
    {
        var selector = new LabelSelector { MatchLabels = new Dictionary<string, string> { ["run"] = "yes" } };

        var selection = TenantSelection.Of([SomeTenant.Named("one"), SomeTenant.Named("other")], selector);

        (selection.Tenants, selection.Selected).Should().Be((2, 0));
    }

    [Fact]
    public void A_tenant_outside_the_selection_still_holds_its_id()
    {
        var selector = new LabelSelector { MatchLabels = new Dictionary<string, string> { ["run"] = "yes" } };
        var chosen = SomeTenant.Named("young", "acme") with
        {
            Labels = new Dictionary<string, string> { ["run"] = "yes" },
        };

        var selection = TenantSelection.Of([SomeTenant.Named("old", "acme", ageInDays: 1), chosen], selector);

        selection.Expected.Should().BeEmpty();
        selection.Skipped.Should().ContainSingle(skipped => skipped.Tenant == chosen);
    }

    [Fact]
    public void Outside_a_cluster_neither_of_two_with_one_id_is_billed_and_each_names_the_other()
    {
        var selection = TenantSelection.Of(
            [
                SomeTenant.Named("b", "acme", ageInDays: null),
                SomeTenant.Named("a", "acme", ageInDays: null),
                SomeTenant.Named("c", ageInDays: null),
            ],
            null
        );

        selection.Expected.Select(tenant => tenant.Name).Should().Equal("c");
        selection.Skipped.Select(skipped => skipped.Reason).Should().AllBe(TenantReasons.DuplicateTenantId);
        selection
            .Skipped.Select(skipped => skipped.Message)
            .Should()
            .SatisfyRespectively(
                a => a.Should().StartWith("spec.tenantId: \"acme\" is the tenant id of team/b too"),
                b => b.Should().StartWith("spec.tenantId: \"acme\" is the tenant id of team/a too")
            );
    }

    [Fact]
    public void A_tenant_that_was_not_read_whole_is_left_out_with_what_is_wrong_and_no_more()
    {
        var field = FieldPath.Of("spec", "billing", "deployment");
        var unread = SomeTenant.Named("acme", billing: new TenantBilling { Billable = Billable.PureConnect }) with
        {
            DeclarationErrors = [new FieldError(field, "is a number: quote it")],
        };

        TenantSelection
            .Of([unread], null)
            .Skipped.Should()
            .ContainSingle()
            .Which.Message.Should()
            .Be("spec.billing.deployment: is a number: quote it");
    }

    [Theory]
    [InlineData(null, 1)]
    [InlineData("PureConnect", 1)]
    [InlineData("NotBillable", 0)]
    public void A_tenant_that_was_not_read_whole_may_be_meant_to_be_billed_unless_it_says_no(
        string? billable,
        int skipped
    )
    {
        var unread = SomeTenant.Named("acme", billing: new TenantBilling { Billable = billable }) with
        {
            DeclarationErrors = [new FieldError(FieldPath.Of("spec", "bilable"), "is unknown")],
        };

        TenantSelection.Of([unread], null).Skipped.Should().HaveCount(skipped);
    }

    [Fact]
    public void A_tenant_whose_id_was_edited_is_left_out_and_takes_nobodys_place()
    {
        var edited = SomeTenant.Named("edited", "theirs", ageInDays: 9) with { EstablishedId = "mine" };

        var selection = TenantSelection.Of([SomeTenant.Named("victim", "theirs"), edited], null);

        selection.Expected.Should().ContainSingle(tenant => tenant.Name == "victim");
        selection.Skipped.Should().ContainSingle(skipped => skipped.Reason == TenantReasons.Invalid);
    }

    [Fact]
    public void A_run_and_the_status_of_each_tenant_agree()
    {
        var tenant =
            from name in Gen.Choose(0, 9)
            from id in Gen.Choose(0, 3)
            from established in Gen.Frequency((3, Gen.Constant(id)), (1, Gen.Choose(0, 3)))
            from age in Gen.Choose(0, 2)
            from billing in Gen.Elements(SomeTenant.OnPremises, SomeTenant.Faulty, new TenantBilling())
            select SomeTenant.Named($"n{name}", $"id{id}", age, billing) with
            {
                EstablishedId = $"id{established}",
            };

        Prop.ForAll(
                tenant.ListOf().ToArbitrary(),
                declared =>
                {
                    var tenants = declared.DistinctBy(known => known.Name).ToList();
                    var selection = TenantSelection.Of(tenants, null);

                    selection
                        .Expected.Should()
                        .BeEquivalentTo(
                            tenants.Where(known => TenantState.Among(known, tenants).Reason == TenantReasons.Billable)
                        );
                    selection.Expected.Select(known => known.TenantId).Should().OnlyHaveUniqueItems();
                }
            )
            .QuickCheckThrowOnFailure();
    }
}
