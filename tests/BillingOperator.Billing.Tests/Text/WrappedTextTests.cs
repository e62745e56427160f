using BillingOperator.Billing.Text;

namespace BillingOperator.Billing.Tests.Text;

public sealed class WrappedTextTests
{
    [Theory]
    [InlineData("", new[] { "" })]
    [InlineData("one two", new[] { "one two" })]
    [InlineData("one two three", new[] { "one two", "three" })]
    [InlineData("one twofo three", new[] { "one", "twofo", "three" })]
    [InlineData("a longest-word b", new[] { "a", "longest-word", "b" })]
    [InlineData("longest-word", new[] { "longest-word" })]
    public void Lines_break_between_words(string text, string[] lines) =>
        WrappedText.Lines(text, 7).Should().Equal(lines);
}
