using BillingOperator.TestEnvironment.Processes;

namespace BillingOperator.Api.Tests.Install;

public sealed class ChartReadmeTests
{
    private const string Heading = "## Values\n";

    private static readonly string Readme = Repository.PathOf("charts", "billing-operator", "README.md");

    private static readonly ChartValueReference Reference = new(
        Repository.PathOf("charts", "billing-operator", "values.yaml")
    );

    [Fact]
    public void Every_value_is_explained()
    {
        Reference.Unexplained.Should().BeEmpty();
    }

    [Fact]
    public void The_table_of_values_says_what_values_yaml_says()
    {
        var text = File.ReadAllText(Readme);
        var rendered =
            text[..(text.IndexOf(Heading, StringComparison.Ordinal) + Heading.Length)]
            + $"\n`values.schema.json` refuses what does not fit, and mistyped names.\n\n{Reference.Render()}\n";
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1")
        {
            File.WriteAllText(Readme, rendered);
        }

        File.ReadAllText(Readme).Should().Be(rendered, "UPDATE_DOCS=1 writes it again");
    }
}
