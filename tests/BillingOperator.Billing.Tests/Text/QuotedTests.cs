using BillingOperator.Billing.Text;

namespace BillingOperator.Billing.Tests.Text;

public sealed class QuotedTests
{
    [Theory]
    [InlineData("plain", "\"plain\"")]
    [InlineData("", "\"\"")]
    [InlineData("a\"b\\c", "\"a\\\"b\\\\c\"")]
    [InlineData("a\r\n\tb", "\"a\\u000D\\u000A\\u0009b\"")]
    [InlineData("\u202Eevil\u2028\u200B", "\"\\u202Eevil\\u2028\\u200B\"")]
    [InlineData("é😀", "\"é😀\"")]
    public void What_cannot_be_seen_is_shown(string value, string quoted) => Quoted.Text(value).Should().Be(quoted);

    [Fact]
    public void A_long_value_is_cut() =>
        Quoted.Text(new string('x', 100_000)).Should().Be($"\"{new string('x', 64)}…\"");
}
