namespace BillingOperator.ControllerRuntime.Tests;

public sealed class OneLineTests
{
    [Theory]
    [InlineData("as it is 🚀", "as it is 🚀")]
    [InlineData("one\ntwo\r\u001b[31m\u2028three", "one two  [31m three")]
    public void Nothing_breaks_the_line(string text, string line) => OneLine.Of(text).Should().Be(line);

    [Fact]
    public void Half_a_character_is_replaced() => OneLine.Of("lone \ud800 half").Should().Be("lone \ufffd half");

    [Fact]
    public void It_is_cut_between_characters() => OneLine.Of("abc🚀d", 4).Should().Be("abc…");
}
