using BillingOperator.Api.Events;
using BillingOperator.Billing.Validation;

namespace BillingOperator.Billing.Tests.Validation;

public sealed class BillingEventValidatorTests
{
    [Fact]
    public void An_empty_spec_is_valid() => Validate(new BillingEventSpec()).Should().BeEmpty();

    [Fact]
    public void A_spec_with_every_field_filled_is_valid() =>
        Validate(
                new BillingEventSpec
                {
                    Enabled = true,
                    ServerSettingsRef = new ServerSettingsRef { Name = "default" },
                    Schedule = "0 2 1 * *",
                    TimeZone = "Europe/Berlin",
                    RunOnEnable = false,
                    BillingPeriod = BillingPeriodKind.Daily,
                    TenantSelector = new LabelSelector
                    {
                        MatchLabels = new Dictionary<string, string> { ["example.com/region"] = "eu", ["x"] = "" },
                        MatchExpressions =
                        [
                            new()
                            {
                                Key = "a",
                                Operator = "In",
                                Values = ["b"],
                            },
                            new()
                            {
                                Key = "a",
                                Operator = "NotIn",
                                Values = ["b", "c"],
                            },
                            new() { Key = "a", Operator = "Exists" },
                            new()
                            {
                                Key = "a",
                                Operator = "DoesNotExist",
                                Values = [],
                            },
                        ],
                    },
                    StartingDeadlineSeconds = 0,
                    UploadConcurrency = 256,
                    HistoryLimit = 1,
                }
            )
            .Should()
            .BeEmpty();

    [Fact]
    public void Every_fault_is_at_its_own_field() =>
        Validate(
                new BillingEventSpec
                {
                    ServerSettingsRef = new ServerSettingsRef { Name = "" },
                    Schedule = "61 * * * *",
                    TimeZone = "Berlin",
                    BillingPeriod = "monthly",
                    StartingDeadlineSeconds = -1,
                    UploadConcurrency = 0,
                    HistoryLimit = 101,
                }
            )
            .Select(error => $"{error.Field}")
            .Should()
            .Equal(
                "spec.serverSettingsRef.name",
                "spec.schedule",
                "spec.timeZone",
                "spec.billingPeriod",
                "spec.startingDeadlineSeconds",
                "spec.uploadConcurrency",
                "spec.historyLimit"
            );

    [Theory]
    [InlineData(-1, "is less than 0: use a number from 0 to 31622400")]
    [InlineData(int.MaxValue, "is more than 31622400: use a number from 0 to 31622400")]
    public void A_number_out_of_its_range_is_told_with_the_range(int seconds, string message) =>
        Validate(new BillingEventSpec { StartingDeadlineSeconds = seconds })
            .Should()
            .Equal(new FieldError(FieldPath.Of("spec", "startingDeadlineSeconds"), message));

    [Fact]
    public void A_name_that_is_not_fit_for_object_keys_is_an_error() =>
        BillingEventValidator
            .Validate(new BillingEventSpec(), "a/../b")
            .Should()
            .ContainSingle(error => $"{error.Field}" == "metadata.name");

    [Theory]
    [InlineData("0 0 30 2 *")]
    [InlineData("0 0 31 4,6,9,11 *")]
    public void A_schedule_that_never_fires_is_an_error(string schedule) =>
        Validate(new BillingEventSpec { Schedule = schedule })
            .Should()
            .ContainSingle(error => $"{error.Field}" == "spec.schedule" && error.Message.Contains("never fires"));

    [Theory]
    [InlineData("In", "spec.tenantSelector.matchExpressions[0].values")]
    [InlineData("NotIn", "spec.tenantSelector.matchExpressions[0].values")]
    [InlineData("in", "spec.tenantSelector.matchExpressions[0].operator")]
    [InlineData(null, "spec.tenantSelector.matchExpressions[0].operator")]
    public void A_selector_term_needs_what_its_operator_needs(string? @operator, string field) =>
        Validate(Selecting(new() { Key = "a", Operator = @operator }))
            .Select(error => $"{error.Field}")
            .Should()
            .Equal(field);

    [Fact]
    public void A_selector_that_would_select_all_by_what_it_lacks_is_an_error()
    {
        string[] Fields(LabelSelector selector) =>
            [.. Validate(new BillingEventSpec { TenantSelector = selector }).Select(error => $"{error.Field}")];
        var labels = new Dictionary<string, string> { ["a"] = "b" };

        Fields(new LabelSelector()).Should().Equal("spec.tenantSelector");
        Fields(new LabelSelector { MatchLabels = new Dictionary<string, string>() })
            .Should()
            .Equal("spec.tenantSelector.matchLabels");
        Fields(new LabelSelector { MatchLabels = labels, MatchExpressions = [] })
            .Should()
            .Equal("spec.tenantSelector.matchExpressions");
        Fields(
                new LabelSelector
                {
                    MatchLabels = new Dictionary<string, string> { ["a"] = "b", ["c"] = null! },
                }
            )
            .Should()
            .Equal("spec.tenantSelector.matchLabels[c]");
    }

    [Fact]
    public void A_selector_term_without_use_for_values_has_none() =>
        Validate(
                Selecting(
                    new()
                    {
                        Key = "a",
                        Operator = "Exists",
                        Values = ["b"],
                    }
                )
            )
            .Should()
            .ContainSingle(error => $"{error.Field}" == "spec.tenantSelector.matchExpressions[0].values");

    [Fact]
    public void An_operator_that_there_is_not_is_not_to_be_left_out() =>
        Validate(Selecting(new() { Key = "a", Operator = "exists" }))
            .Should()
            .ContainSingle()
            .Which.Message.Should()
            .Be("is \"exists\": use In, NotIn, Exists or DoesNotExist, exactly so");

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("-a")]
    [InlineData("/a")]
    [InlineData("Example.com/a")]
    [InlineData("example.com/")]
    [InlineData("a/b/c")]
    public void A_selector_key_is_a_label_key(string? key) =>
        Validate(Selecting(new() { Key = key, Operator = "Exists" }))
            .Should()
            .ContainSingle(error => $"{error.Field}" == "spec.tenantSelector.matchExpressions[0].key");

    [Fact]
    public void Selector_values_are_label_values() =>
        Validate(
                new BillingEventSpec
                {
                    TenantSelector = new LabelSelector
                    {
                        MatchLabels = new Dictionary<string, string> { ["a"] = "b c", ["d e"] = "f" },
                        MatchExpressions =
                        [
                            new()
                            {
                                Key = "a",
                                Operator = "In",
                                Values = ["ok", "-"],
                            },
                        ],
                    },
                }
            )
            .Select(error => $"{error.Field}")
            .Should()
            .Equal(
                "spec.tenantSelector.matchLabels[a]",
                "spec.tenantSelector.matchLabels",
                "spec.tenantSelector.matchExpressions[0].values[1]"
            );

    private static BillingEventSpec Selecting(LabelSelectorRequirement term) =>
        new() { TenantSelector = new LabelSelector { MatchExpressions = [term] } };

    private static IReadOnlyList<FieldError> Validate(BillingEventSpec spec) =>
        BillingEventValidator.Validate(spec, "monthly");
}
