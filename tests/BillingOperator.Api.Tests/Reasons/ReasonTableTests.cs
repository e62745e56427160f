using System.Reflection;
using BillingOperator.Api.Events;
using BillingOperator.Api.Reasons;
using BillingOperator.Billing.ObjectStores;

namespace BillingOperator.Api.Tests.Reasons;

public sealed class ReasonTableTests
{
    private const string Place =
        "^billing-operator run$|^(Tenant|BillingServerSettings|BillingEvent) "
        + "(Event|status[.]lastRun[.]reason|(Ready|Stalled|Reconciling|Uploaded|Running|RequestAccepted)=(True|False))$";

    [Theory]
    [InlineData(typeof(TenantReasons))]
    [InlineData(typeof(SettingsReasons))]
    [InlineData(typeof(StoreReasons))]
    [InlineData(typeof(BillingEventReasons))]
    public void Every_constant_is_explained_once(Type reasons)
    {
        var constants = reasons.GetFields(BindingFlags.Public | BindingFlags.Static);
        var table = (IReadOnlyList<Reason>)reasons.GetProperty(nameof(TenantReasons.All))!.GetValue(null)!;

        constants.Should().OnlyContain(constant => constant.Name.Equals(constant.GetRawConstantValue()));
        table.Select(reason => reason.Name).Should().BeEquivalentTo(constants.Select(constant => constant.Name));
        ReasonTable.Groups.Select(group => group.Reasons).Should().Contain(table);
    }

    [Fact]
    public void Every_reason_has_a_place_a_meaning_and_a_remedy()
    {
        foreach (var reason in ReasonTable.Groups.SelectMany(group => group.Reasons))
        {
            reason.Places.Should().NotBeEmpty(reason.Name);
            reason.Places.Should().AllSatisfy(place => place.Should().MatchRegex(Place, reason.Name));
            reason.Meaning.Should().EndWith(".", reason.Name).And.NotContainAny("|", "\n");
            reason.Remedy.Should().EndWith(".", reason.Name).And.NotContainAny("|", "\n");
        }
    }

    [Fact]
    public void What_is_False_has_something_to_do()
    {
        foreach (var reason in ReasonTable.Groups.SelectMany(group => group.Reasons))
        {
            if (reason.Places.Any(place => place.EndsWith("Ready=False", StringComparison.Ordinal)))
            {
                reason.Remedy.Should().NotStartWith("Nothing", reason.Name);
            }
        }
    }

    [Fact]
    public void Every_failure_of_a_store_is_a_reason() =>
        StoreReasons.All.Select(reason => reason.Name).Should().Contain(Enum.GetNames<ObjectStoreFailure>());

    [Fact]
    public void Every_state_in_which_a_run_ends_is_a_reason() =>
        typeof(RunState)
            .GetFields()
            .Select(state => $"LastRun{state.Name}")
            .Should()
            .BeSubsetOf(BillingEventReasons.All.Select(reason => reason.Name));
}
