using BillingOperator.Api.Events;
using BillingOperator.Api.Reasons;
using BillingOperator.Api.Tenants;
using BillingOperator.Billing.Tenants;
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
    public void Outside_a_cluster_the_first_by_namespace_and_name_holds_an_id() =>
        TenantSelection
            .Of([SomeTenant.Named("b", "acme", ageInDays: null), SomeTenant.Named("a", "acme", ageInDays: null)], null)
            .Expected.Should()
            .ContainSingle(tenant => tenant.Name == "a");

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
