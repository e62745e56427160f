using BillingOperator.TestEnvironment.Processes;

namespace BillingOperator.Api.Tests.Reasons;

public sealed class ReasonReferenceTests
{
    private static readonly string Document = Repository.PathOf("docs", "reasons.md");

    [Fact]
    public void The_document_of_reasons_says_what_the_table_says()
    {
        var rendered = ReasonReference.Render();
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1")
        {
            File.WriteAllText(Document, rendered);
        }

        File.ReadAllText(Document).Should().Be(rendered, "UPDATE_DOCS=1 writes it again");
    }
}
