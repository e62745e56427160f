using BillingOperator.Billing.Validation;

namespace BillingOperator.Billing.Tests.Validation;

public sealed class GoDurationTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("5m", 300)]
    [InlineData("1h30m", 5400)]
    [InlineData("1.5h", 5400)]
    [InlineData(".5s", 0.5)]
    [InlineData("1.s", 1)]
    [InlineData("500ms", 0.5)]
    [InlineData("1000us", 0.001)]
    [InlineData("1000µs", 0.001)]
    [InlineData("1000000ns", 0.001)]
    [InlineData("1m1m", 120)]
    public void Durations_are_read_as_Go_reads_them(string text, double seconds)
    {
        GoDuration.TryParse(text, out var duration).Should().BeTrue();
        duration.Should().Be(TimeSpan.FromSeconds(seconds));
    }

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("m")]
    [InlineData(".m")]
    [InlineData("5 m")]
    [InlineData("5d")]
    [InlineData("-5m")]
    [InlineData("5m\n")]
    [InlineData("٥m")]
    [InlineData("99999999999h")]
    [InlineData("999999999999999999999999999999999999999999h")]
    public void Anything_else_is_none(string text) => GoDuration.TryParse(text, out _).Should().BeFalse();
}
