using BillingOperator.Api.Events;
using BillingOperator.Billing.Tenants;

namespace BillingOperator.Billing.Tests.Tenants;

public sealed class LabelSelectorMatcherTests
{
    private static readonly Dictionary<string, string> Labels = new() { ["region"] = "eu", ["tier"] = "" };

    [Fact]
    public void No_selector_and_an_empty_one_select_all()
    {
        LabelSelectorMatcher.Matches(null, null).Should().BeTrue();
        LabelSelectorMatcher.Matches(new LabelSelector(), Labels).Should().BeTrue();
    }

    [Theory]
    [InlineData("region", "eu", true)]
    [InlineData("region", "EU", false)]
    [InlineData("tier", "", true)]
    [InlineData("other", "", false)]
    public void Match_labels_want_the_exact_value(string key, string value, bool matches) =>
        LabelSelectorMatcher
            .Matches(new LabelSelector { MatchLabels = new Dictionary<string, string> { [key] = value } }, Labels)
            .Should()
            .Be(matches);

    [Theory]
    [InlineData("In", "region", true)]
    [InlineData("In", "tier", false)]
    [InlineData("In", "other", false)]
    [InlineData("NotIn", "region", false)]
    [InlineData("NotIn", "tier", true)]
    [InlineData("NotIn", "other", true)]
    [InlineData("Exists", "tier", true)]
    [InlineData("Exists", "other", false)]
    [InlineData("DoesNotExist", "tier", false)]
    [InlineData("DoesNotExist", "other", true)]
    public void Terms_are_read_as_everywhere_in_Kubernetes(string @operator, string key, bool matches) =>
        LabelSelectorMatcher.Matches(Selector(@operator, key), Labels).Should().Be(matches);

    [Fact]
    public void All_terms_must_hold() =>
        LabelSelectorMatcher
            .Matches(
                Selector("Exists", "tier") with
                {
                    MatchLabels = new Dictionary<string, string> { ["region"] = "us" },
                },
                Labels
            )
            .Should()
            .BeFalse();

    [Fact]
    public void An_object_without_labels_is_selected_by_absence_only()
    {
        LabelSelectorMatcher.Matches(Selector("DoesNotExist", "tier"), null).Should().BeTrue();
        LabelSelectorMatcher.Matches(Selector("Exists", "tier"), null).Should().BeFalse();
    }

    private static LabelSelector Selector(string @operator, string key) =>
        new()
        {
            MatchExpressions =
            [
                new()
                {
                    Key = key,
                    Operator = @operator,
                    Values = ["eu", "us"],
                },
            ],
        };
}
