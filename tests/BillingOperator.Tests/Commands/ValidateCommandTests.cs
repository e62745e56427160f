using BillingOperator.Commands;
using static BillingOperator.Tests.Commands.ManifestFolder;

namespace BillingOperator.Tests.Commands;

public sealed class ValidateCommandTests : IDisposable
{
    private readonly ManifestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_valid_folder_is_silent_but_for_its_summary()
    {
        _folder
            .With("a.yaml", Tenant("a"))
            .With("sub/deep/b.yml", Tenant("b"))
            .With("c.json", """{"apiVersion": "v1", "kind": "ConfigMap"}""")
            .With("README.md", "# not: [yaml")
            .With(".hidden.yaml", "broken: [")
            .With(".git/x.yaml", "broken: [");

        _folder
            .Validate()
            .Should()
            .Be((0, "", "2 tenants, 0 billing servers, 0 billing events (1 other object passed over): all valid\n"));
    }

    [Fact]
    public void Problems_are_told_with_file_and_line_and_fail_the_command()
    {
        _folder.With("good.yaml", Tenant("good")).With("bad.yaml", Tenant("bad", "\n    sourceId: 0011"));

        var (exitCode, output, error) = _folder.Validate();

        exitCode.Should().Be(1);
        output
            .Should()
            .Be(
                "bad.yaml:9: Tenant team/bad: spec.billing.sourceId: must be a text, but 0011 without quotes is the "
                    + "number 9: put it in quotes, \"0011\"\n"
            );
        error.Should().EndWith(": 1 error\n");
    }

    [Fact]
    public void A_missing_id_is_told_at_the_line_of_the_fields_around_it()
    {
        _folder.With("a.yaml", Tenant("a").Replace("OnPremises", "Cloud"));

        var lines = _folder.Validate().Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        lines.Should().HaveCount(5);
        lines[0]
            .Should()
            .Be(
                "a.yaml:6: Tenant team/a: spec.billing.tier1AccountId: is required for a billable cloud tenant: "
                    + "enter the id that your finance team gave you"
            );
    }

    [Fact]
    public void One_tenant_id_in_two_files_is_a_problem_that_names_both()
    {
        _folder.With("a.yaml", Tenant("a")).With("b.yaml", Tenant("b").Replace("spec:", "spec:\n  tenantId: a"));

        var (exitCode, output, _) = _folder.Validate();

        exitCode.Should().Be(1);
        output
            .Should()
            .Be(
                "b.yaml:5: Tenant team/b: spec.tenantId: \"a\" is the tenant id of team/a at a.yaml:1 too "
                    + "(DuplicateTenantId): choose another id\n"
            );
    }

    [Fact]
    public void An_object_that_is_declared_twice_is_a_problem()
    {
        _folder.With("a.yaml", $"{Tenant("a")}\n---\n{Tenant("a")}");

        _folder
            .Validate()
            .Output.Should()
            .Be(
                "a.yaml:13: Tenant team/a: metadata.name: is declared a second time, first at a.yaml:1: "
                    + "remove one of the two\n"
            );
    }

    [Fact]
    public void Settings_that_are_not_among_the_files_are_worth_a_note_only()
    {
        _folder.With(
            "e.yaml",
            "apiVersion: billing.pureconnect.io/v1\nkind: BillingEvent\nmetadata: {name: e}\nspec: {enabled: true}\n"
        );

        var (exitCode, output, _) = _folder.Validate();

        exitCode.Should().Be(0);
        output.Should().StartWith("e.yaml:4: note: BillingEvent e: spec.serverSettingsRef.name: is \"default\"");
    }

    [Fact]
    public void A_path_that_is_not_there_is_another_failure_than_a_fault_in_it()
    {
        var (exitCode, output, error) = _folder.Validate(path: Path.Combine(_folder.Path, "nowhere"));

        exitCode.Should().Be(2);
        output.Should().Be("nowhere:1: no such file or folder: correct the path\n");
        error
            .Should()
            .Be(
                "0 tenants, 0 billing servers, 0 billing events: no error in what could be read, 1 path not readable\n"
            );
    }

    [Theory]
    [InlineData("a.yaml", "")]
    [InlineData("a.yaml", "# nothing")]
    [InlineData("a.yaml", "kind: ConfigMap")]
    [InlineData("README.md", "# not: [yaml")]
    public void Nothing_to_check_is_a_failure_unless_it_is_allowed(string file, string text)
    {
        _folder.With(file, text);

        var (exitCode, output, error) = _folder.Validate();

        exitCode.Should().Be(2);
        output.Should().Contain(":1: There is nothing to check in ").And.Contain("--allow-empty");
        error.Should().EndWith(": nothing to check\n");
        _folder.Validate(allowEmpty: true).ExitCode.Should().Be(0);
    }

    [Theory]
    [InlineData("validate")]
    [InlineData("validate . --output xml")]
    [InlineData("validate . --format json")]
    [InlineData("validate . -f")]
    public void Unusable_arguments_are_refused_before_anything_is_read(string commandLine) =>
        ValidateCommand.Create().Parse(commandLine.Split(' ')[1..]).Errors.Should().NotBeEmpty();
}
