using System.Diagnostics;
using System.Text.Json;
using BillingOperator.Commands;

namespace BillingOperator.Tests.Manifests;

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
    public void No_name_in_a_file_forges_a_line_or_steers_the_terminal()
    {
        _folder.With("a.yaml", Tenant("a").Replace("name: a", "name: \"\\e[31mx\\n/etc/b.yaml:1: forged\"", default));

        var output = _folder.Validate().Output;

        output.Should().Contain("\\u001b[31mx\\u000a/etc/b.yaml:1: forged");
        output.Should().NotContain("\u001b").And.NotContain("\n/etc");
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
        output.Should().BeEmpty();
        error.Should().Contain("nowhere: no such file or folder\n");
    }

    [Theory]
    [InlineData("a.yaml", "")]
    [InlineData("a.yaml", "# nothing")]
    [InlineData("a.yaml", "kind: ConfigMap")]
    [InlineData("README.md", "# not: [yaml")]
    public void Nothing_to_check_is_a_failure_unless_it_is_allowed(string file, string text)
    {
        _folder.With(file, text);

        var (exitCode, _, error) = _folder.Validate();

        exitCode.Should().Be(2);
        error.Should().StartWith("Nothing to check in ").And.Contain("--allow-empty");
        _folder.Validate(allowEmpty: true).ExitCode.Should().Be(0);
    }

    [Fact]
    public void What_cannot_be_read_keeps_nothing_else_from_being_checked()
    {
        _folder.With("a.yaml", Tenant("a")).With("z.yaml", Tenant("z").Replace("OnPremises", "Moon"));
        File.CreateSymbolicLink(Path.Combine(_folder.Path, "broken.yaml"), "nowhere.yaml");

        var (exitCode, output, error) = _folder.Validate();

        exitCode.Should().Be(2);
        output.Should().StartWith("z.yaml:8: Tenant team/z: spec.billing.deployment: is \"Moon\"");
        error
            .Should()
            .Contain("broken.yaml: ")
            .And.EndWith("2 tenants, 0 billing servers, 0 billing events: 1 error\n");
    }

    [Theory]
    [InlineData("/dev/zero")]
    [InlineData("pipe.yaml")]
    public async Task What_never_ends_is_not_waited_for(string path)
    {
        using (var making = Process.Start("mkfifo", [Path.Combine(_folder.Path, "pipe.yaml")]))
        {
            await making.WaitForExitAsync();
        }

        var validate = Task.Run(() => _folder.Validate(path: Path.Combine(_folder.Path, path)));

        (await validate.WaitAsync(TimeSpan.FromSeconds(30))).ExitCode.Should().Be(2);
    }

    [Fact]
    public void A_file_that_is_not_UTF8_is_told()
    {
        File.WriteAllBytes(Path.Combine(_folder.Path, "latin1.yaml"), [0x61, 0x3A, 0x20, 0xE9]);

        _folder.Validate().Output.Should().Be("latin1.yaml:1: The file is not UTF-8: save it as UTF-8\n");
    }

    [Fact]
    public void A_folder_that_links_to_itself_comes_to_an_end()
    {
        _folder.With("a.yaml", Tenant("a"));
        Directory.CreateSymbolicLink(Path.Combine(_folder.Path, "loop"), _folder.Path);

        _folder.Validate().Error.Should().StartWith("1 tenant,");
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

        var problem = json.RootElement.EnumerateArray().Last();
        problem.GetProperty("severity").GetString().Should().Be("error");
        problem.GetProperty("file").GetString().Should().Be("a.yaml");
        problem.GetProperty("line").GetInt32().Should().Be(9);
        problem.GetProperty("column").GetInt32().Should().Be(5);
        problem.GetProperty("kind").GetString().Should().Be("Tenant");
        problem.GetProperty("object").GetString().Should().Be("team/é");
        problem.GetProperty("field").GetString().Should().Be("spec.billing.sourceId");
        problem.GetProperty("message").GetString().Should().Be("is \"-\": leave it blank for an on-premises tenant");
    }

    [Fact]
    public void Without_problems_JSON_is_an_empty_array() => _folder.Validate("json").Output.Should().Be("[]\n");

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
    [InlineData("validate")]
    [InlineData("validate . --output xml")]
    [InlineData("validate . --format json")]
    [InlineData("validate . -f")]
    public void Unusable_arguments_are_refused_before_anything_is_read(string commandLine) =>
        ValidateCommand.Create().Parse(commandLine.Split(' ')[1..]).Errors.Should().NotBeEmpty();

    private static string Tenant(string name, string more = "") =>
        $"""
            apiVersion: billing.pureconnect.io/v1
            kind: Tenant
            metadata: {"{"}name: {name}, namespace: team{"}"}
            spec:
              displayName: Some tenant
              billing:
                billable: PureConnect
                deployment: OnPremises{more}

            """;
}
