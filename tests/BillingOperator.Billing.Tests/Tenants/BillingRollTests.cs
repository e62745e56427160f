using BillingOperator.Api.Events;
using BillingOperator.Api.Reasons;
using BillingOperator.Api.Tenants;
using BillingOperator.Billing.Tenants;
using FsCheck;
using FsCheck.Fluent;

namespace BillingOperator.Billing.Tests.Tenants;

public sealed class BillingRollTests
{
    [Fact]
    public void The_roll_is_sorted_by_tenant_id_byte_by_byte() =>
        BillingRoll
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
        var roll = BillingRoll.Of(
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

        roll.Expected.Select(tenant => tenant.Name).Should().Equal("fine");
        roll.Skipped.Select(skipped => (skipped.Tenant.Name, skipped.Reason))
            .Should()
            .Equal(
                ("faulty", TenantReasons.Invalid),
                ("second", TenantReasons.DuplicateTenantId),
                ("misspelt", TenantReasons.Invalid)
            );
    }

    [Fact]
    public void A_tenant_outside_the_selection_still_holds_its_id()
    {
        var selector = new LabelSelector { MatchLabels = new Dictionary<string, string> { ["run"] = "yes" } };
        var chosen = SomeTenant.Named("young", "acme") with
        {
            Labels = new Dictionary<string, string> { ["run"] = "yes" },
        };

        var roll = BillingRoll.Of([SomeTenant.Named("old", "acme", ageInDays: 1), chosen], selector);

        roll.Expected.Should().BeEmpty();
        roll.Skipped.Should().ContainSingle(skipped => skipped.Tenant == chosen);
    }

    [Fact]
    public void Outside_a_cluster_the_first_by_namespace_and_name_holds_an_id() =>
        BillingRoll
            .Of([SomeTenant.Named("b", "acme", ageInDays: null), SomeTenant.Named("a", "acme", ageInDays: null)], null)
            .Expected.Should()
            .ContainSingle(tenant => tenant.Name == "a");

    [Fact]
    public void A_tenant_whose_id_was_edited_is_left_out_and_takes_nobodys_place()
    {
        var edited = SomeTenant.Named("edited", "theirs", ageInDays: 9) with { EstablishedId = "mine" };

        var roll = BillingRoll.Of([SomeTenant.Named("victim", "theirs"), edited], null);

        roll.Expected.Should().ContainSingle(tenant => tenant.Name == "victim");
        roll.Skipped.Should().ContainSingle(skipped => skipped.Reason == TenantReasons.Invalid);
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
                    var roll = BillingRoll.Of(tenants, null);

                    roll.Expected.Should()
                        .BeEquivalentTo(
                            tenants.Where(known =>
                                TenantStanding.Among(known, tenants).Reason == TenantReasons.Billable
                            )
                        );
                    roll.Expected.Select(known => known.TenantId).Should().OnlyHaveUniqueItems();
                }
            )
            .QuickCheckThrowOnFailure();
    }
}
