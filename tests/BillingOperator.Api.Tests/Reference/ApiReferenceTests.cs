using BillingOperator.TestEnvironment.Processes;

namespace BillingOperator.Api.Tests.Reference;

public sealed class ApiReferenceTests
{
    private static readonly string Document = Repository.PathOf("docs", "api.md");

    [Fact]
    public void The_API_reference_says_what_the_CRDs_say()
    {
        var rendered = ApiReference.Render();
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1")
        {
            File.WriteAllText(Document, rendered);
        }

        File.ReadAllText(Document).Should().Be(rendered, "UPDATE_DOCS=1 writes it again");
    }
}
