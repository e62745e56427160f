using BillingOperator.Api.Events;
using BillingOperator.Billing.Validation;

namespace BillingOperator.Billing.Tests.Validation;

public sealed class RequestAnnotationsTests
{
    [Theory]
    [InlineData("2026-10", null, "2026-10")]
    [InlineData("2026-10#2", BillingPeriodKind.Monthly, "2026-10")]
    [InlineData("2026-10#again # 🚀", BillingPeriodKind.Monthly, "2026-10")]
    [InlineData("2026-10#", BillingPeriodKind.Monthly, "2026-10")]
    [InlineData("2026-10-31#2", BillingPeriodKind.Daily, "2026-10-31")]
    [InlineData("2000-01", null, "2000-01")]
    [InlineData("2999-12", null, "2999-12")]
    public void A_period_may_have_a_suffix_to_be_asked_for_again(string value, string? kind, string expected)
    {
        RequestAnnotations
            .FindPeriodError(
                value,
                kind,
                kind == BillingPeriodKind.Daily ? "2026-10-31" : "2026-10",
                mayRepeat: true,
                out var period
            )
            .Should()
            .BeNull();

        period!.Id.Should().Be(expected);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n")]
    public void A_blank_value_of_either_says_what_to_write(string value)
    {
        var annotations = new Dictionary<string, string>
        {
            [Api.ApiGroup.RequestedAtAnnotation] = value,
            [Api.ApiGroup.RequestedPeriodAnnotation] = value,
        };

        RequestAnnotations
            .Validate(annotations, BillingPeriodKind.Monthly)
            .Select(fault => fault.ToString())
            .Should()
            .SatisfyRespectively(
                at => at.Should().Contain("requestedAt").And.Contain("such as the time"),
                period => period.Should().Contain("requestedPeriod").And.Contain("such as 2026-10")
            );
    }

    [Theory]
    [InlineData("", null, "such as 2026-10")]
    [InlineData(" \n", null, "such as 2026-10")]
    [InlineData("2026-13", null, "enter a month such as 2026-10")]
    [InlineData("2026-1", null, "enter a month such as 2026-10")]
    [InlineData("2026-10 ", null, "enter a month such as 2026-10")]
    [InlineData("2026-10 #2", null, "enter a month such as 2026-10")]
    [InlineData("#2026-10", null, "enter a month such as 2026-10")]
    [InlineData("last month", null, "enter a month such as 2026-10")]
    [InlineData("2026-10-31", null, "enter a month such as 2026-10")]
    [InlineData("2026-10", BillingPeriodKind.Daily, "enter a day such as 2026-10-31")]
    [InlineData("2026-02-29", BillingPeriodKind.Daily, "enter a day such as 2026-10-31")]
    [InlineData("0001-01", null, "before 2000: enter a period such as 2026-10")]
    [InlineData("1999-12-31", BillingPeriodKind.Daily, "before 2000: enter a period such as 2026-10-31")]
    public void What_is_no_period_of_the_event_says_how_it_should_be(string value, string? kind, string remedy)
    {
        RequestAnnotations
            .FindPeriodError(
                value,
                kind,
                kind == BillingPeriodKind.Daily ? "2026-10-31" : "2026-10",
                mayRepeat: true,
                out var period
            )
            .Should()
            .Contain(remedy);

        period.Should().BeNull();
    }
}
