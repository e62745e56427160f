using BillingOperator.Api.Reasons;
using BillingOperator.Commands;
using BillingOperator.Hosting;

namespace BillingOperator.Tests.Commands;

public sealed class ExplainCommandTests
{
    [Fact]
    public void Every_reason_is_explained_in_the_words_of_the_table()
    {
        foreach (var reason in ReasonTable.Groups.SelectMany(group => group.Reasons))
        {
            var lines = Explain(reason.Name).Split('\n');

            lines.Should().OnlyContain(line => line.Length <= 80);
            var words = string.Join(' ', string.Join(' ', lines).Split(' ', StringSplitOptions.RemoveEmptyEntries));
            words.Should().Contain(reason.Meaning).And.Contain(reason.Remedy);
        }
    }

    [Fact]
    public void A_reason_that_several_kinds_have_is_explained_for_each() =>
        Explain("invalid").Should().StartWith("Invalid\n").And.ContainAll("Tenant Stalled", "BillingEvent Ready=False");

    [Fact]
    public void Without_a_word_all_are_listed()
    {
        var list = Explain(null);

        list.Split('\n').Should().OnlyContain(line => line.Length <= 80);
        list.Should().ContainAll(ReasonTable.Groups.SelectMany(group => group.Reasons).Select(reason => reason.Name));
    }

    [Theory]
    [InlineData("DuplicatTenantId", "there is no reason 'DuplicatTenantId'; did you mean DuplicateTenantId?")]
    [InlineData("duplicate", "there is no reason 'duplicate'; did you mean DuplicateTenantId?")]
    [InlineData("nonsense", "there is no reason 'nonsense'. See billing-operator explain, which lists all")]
    public void An_unknown_word_is_answered_with_the_nearest(string word, string expected) =>
        FluentActions.Invoking(() => Explain(word)).Should().Throw<MisuseException>().WithMessage(expected);

    private static string Explain(string? reason)
    {
        using var output = new StringWriter();
        ExplainCommand.Explain(reason, output);
        return $"{output}";
    }
}
