using System.Text.Json;
using static BillingOperator.Tests.Commands.ManifestFolder;

namespace BillingOperator.Tests.Commands;

public sealed class ValidateReportTests : IDisposable
{
    private readonly ManifestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void No_name_in_a_file_forges_a_line_or_steers_the_terminal()
    {
        _folder.With("a.yaml", Tenant("a").Replace("name: a", "name: \"\\e[31mx\\n/etc/b.yaml:1: forged\"", default));

        var output = _folder.Validate().Output;

        output.Should().Contain("\\u001b[31mx\\u000a/etc/b.yaml:1: forged");
        output.Should().NotContain("\u001b").And.NotContain("\n/etc");
    }

    [Fact]
    public void For_GitHub_a_problem_is_an_annotation_with_escapes()
    {
        _folder.With("100%,a.yaml", Tenant("bad", "\n    sourceId: \"50%\\n\""));

        _folder
            .Validate("github")
            .Output.Should()
            .StartWith(
                "::error file=100%25%2Ca.yaml,line=9,col=5::Tenant team/bad: spec.billing.sourceId: is \"50%25\\u000A\""
            );
    }

    [Fact]
    public void As_JSON_a_problem_is_an_object()
    {
        _folder.With("a.yaml", Tenant("é", "\n    sourceId: \"-\""));

        using var json = JsonDocument.Parse(_folder.Validate("json").Output);

        var finding = json.RootElement.EnumerateArray().Last();
        finding.GetProperty("severity").GetString().Should().Be("error");
        finding.GetProperty("file").GetString().Should().Be("a.yaml");
        finding.GetProperty("line").GetInt32().Should().Be(9);
        finding.GetProperty("column").GetInt32().Should().Be(5);
        finding.GetProperty("kind").GetString().Should().Be("Tenant");
        finding.GetProperty("object").GetString().Should().Be("team/é");
        finding.GetProperty("field").GetString().Should().Be("spec.billing.sourceId");
        finding.GetProperty("message").GetString().Should().Be("is \"-\": leave it blank for an on-premises tenant");
    }

    [Fact]
    public void Without_problems_JSON_is_an_empty_array() =>
        _folder.With("a.yaml", Tenant("a")).Validate("json").Output.Should().Be("[]\n");

    [Fact]
    public void As_SARIF_a_problem_is_a_result_with_its_place()
    {
        _folder.With("a b.yaml", Tenant("a", "\n    sourceId: \"-\""));

        using var json = JsonDocument.Parse(_folder.Validate("sarif").Output);

        json.RootElement.GetProperty("version").GetString().Should().Be("2.1.0");
        var result = json.RootElement.GetProperty("runs")[0].GetProperty("results")[0];
        result.GetProperty("level").GetString().Should().Be("error");
        result.GetProperty("message").GetProperty("text").GetString().Should().StartWith("Tenant team/a: spec.billing");
        var place = result.GetProperty("locations")[0].GetProperty("physicalLocation");
        place.GetProperty("region").GetProperty("startLine").GetInt32().Should().Be(9);
        place.GetProperty("artifactLocation").GetProperty("uri").GetString().Should().EndWith("a%20b.yaml");
    }

    [Theory]
    [InlineData("json")]
    [InlineData("sarif")]
    [InlineData("github")]
    public void What_cannot_be_read_is_a_finding_for_machines_too(string format)
    {
        var (exitCode, output, _) = _folder.Validate(format, Path.Combine(_folder.Path, "nowhere"));

        exitCode.Should().Be(2);
        output.Should().Contain("nowhere").And.Contain("no such file or folder: correct the path");
        if (format != "github")
        {
            using var json = JsonDocument.Parse(output);
        }
    }
}
