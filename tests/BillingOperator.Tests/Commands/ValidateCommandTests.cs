using System.Diagnostics;
using System.Text;
using System.Text.Json;
using BillingOperator.Commands;

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

    [Fact]
    public void What_cannot_be_read_keeps_nothing_else_from_being_checked()
    {
        _folder.With("a.yaml", Tenant("a")).With("z.yaml", Tenant("z").Replace("OnPremises", "Moon"));
        File.CreateSymbolicLink(Path.Combine(_folder.Path, "broken.yaml"), "nowhere.yaml");

        var (exitCode, output, error) = _folder.Validate();

        exitCode.Should().Be(2);
        output
            .Should()
            .StartWith(
                "broken.yaml:1: is a link to nowhere.yaml, which is not there: correct or remove the link\n"
                    + "z.yaml:8: Tenant team/z: spec.billing.deployment: is \"Moon\""
            );
        error.Should().EndWith("2 tenants, 0 billing servers, 0 billing events: 1 error, 1 path not readable\n");
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

    [Fact]
    public void The_standard_input_has_the_bound_of_a_file()
    {
        var (exitCode, output, _) = _folder.Validate(path: "-", input: File.OpenRead("/dev/zero"));

        exitCode.Should().Be(2);
        output.Should().Be("stdin:1: holds more than 64 MiB: split it, or name the files with the manifests only\n");
    }

    [Theory]
    [InlineData("-", "/dev/zero", "stdin:1: holds more than 64 MiB: ")]
    [InlineData("/dev/stdin", "/dev/zero", "/dev/stdin:1: holds more than 64 MiB: ")]
    [InlineData("-", "-", "stdin:1: is closed: send manifests into it")]
    [InlineData("/dev/stdin", "-", "/dev/stdin:1: is closed: send manifests into it")]
    public async Task An_input_that_is_endless_or_closed_is_an_error(string path, string input, string problem)
    {
        var redirection = input == "-" ? "<&-" : $"<{input}";
        var start = new ProcessStartInfo(
            "sh",
            ["-c", $"exec \"$@\" {redirection}", "sh", .. OperatorProgram.CommandLine, "validate", path]
        )
        {
            RedirectStandardOutput = true,
        };

        using var validate = Process.Start(start)!;
        try
        {
            var output = await validate.StandardOutput.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(60));
            await validate.WaitForExitAsync();

            output.Should().StartWith(problem);
            validate.ExitCode.Should().Be(2);
        }
        finally
        {
            validate.Kill();
        }
    }

    [Theory]
    [InlineData("to-itself.yaml", "is a link to to-itself.yaml that leads back to itself: correct or remove the link")]
    [InlineData("broken.yaml", "is a link to nowhere.yaml, which is not there: correct or remove the link")]
    [InlineData("broken", "is a link to nowhere, which is not there: correct or remove the link")]
    public void A_link_that_cannot_be_followed_is_told_with_the_remedy(string link, string problem)
    {
        File.CreateSymbolicLink(Path.Combine(_folder.Path, link), link.Replace("broken", "nowhere"));

        _folder.Validate(path: Path.Combine(_folder.Path, link)).Output.Should().Be($"{link}:1: {problem}\n");
    }

    [Fact]
    public void A_linked_folder_is_left_out_and_that_is_said()
    {
        _folder.With("a.yaml", Tenant("a"));
        Directory.CreateSymbolicLink(Path.Combine(_folder.Path, "loop"), _folder.Path);

        _folder
            .Validate()
            .Should()
            .Be(
                (
                    0,
                    "loop:1: note: is a link to a folder and was left out: name it too, to have it checked\n",
                    "1 tenant, 0 billing servers, 0 billing events: all valid\n"
                )
            );
    }

    [Fact]
    public void A_list_that_is_no_object_is_an_error_where_it_was_named_and_worth_a_note_in_a_folder()
    {
        _folder.With("a.yaml", Tenant("a")).With("patch.yaml", "- op: remove\n  path: /spec/displayName\n");

        _folder.Validate().ExitCode.Should().Be(0);
        _folder.Validate().Output.Should().StartWith("patch.yaml:1: note: The document is a list: ");
        _folder.Validate(path: Path.Combine(_folder.Path, "patch.yaml")).ExitCode.Should().Be(1);
    }

    [Theory]
    [InlineData("utf-16", true, "is UTF-16, of which kubectl reads the first document at best: save it as UTF-8")]
    [InlineData("utf-16", false, "is UTF-16, of which kubectl reads the first document at best: save it as UTF-8")]
    [InlineData("utf-16BE", true, "is UTF-16, of which kubectl reads the first document at best: save it as UTF-8")]
    [InlineData("utf-32", true, "is UTF-32, of which kubectl reads the first document at best: save it as UTF-8")]
    [InlineData("utf-32", false, "is UTF-32, of which kubectl reads the first document at best: save it as UTF-8")]
    [InlineData("utf-32BE", true, "is UTF-32, of which kubectl reads the first document at best: save it as UTF-8")]
    [InlineData("utf-8", true, null)]
    public void A_file_in_another_encoding_is_named_as_such(string name, bool hasMark, string? problem)
    {
        var encoding = Encoding.GetEncoding(name);
        byte[] bytes = [.. hasMark ? encoding.GetPreamble() : [], .. encoding.GetBytes(Tenant("a"))];
        File.WriteAllBytes(Path.Combine(_folder.Path, "a.yaml"), bytes);

        var expected = problem is null ? "" : $":1: The file {problem}\n";
        _folder.Validate().Output.Should().Be(problem is null ? "" : $"a.yaml{expected}");
        _folder
            .Validate(path: "-", input: new MemoryStream(bytes))
            .Output.Should()
            .Be(problem is null ? "" : $"stdin{expected}");
    }

    [Theory]
    [InlineData(new byte[] { 0x61, 0x3A, 0x20, 0xE9 }, "1: The file is not UTF-8: save it as UTF-8")]
    [InlineData(new byte[] { 0x61, 0x0A, 0x20, 0xE9, 0x0A }, "2: The file is not UTF-8: save it as UTF-8")]
    [InlineData(new byte[] { 0x61, 0x0A, 0x62, 0 }, "2: The file holds a NUL (U+0000), which no text does: remove it")]
    [InlineData(new byte[] { 0x23, 0x7F }, "1: The file holds the character U+007F, which YAML does not allow: remove")]
    [InlineData(new byte[] { 0x23, 0x1B }, "1: The file holds the character U+001B, which YAML does not allow: remove")]
    public void A_byte_that_is_no_text_is_told_at_its_line(byte[] bytes, string problem)
    {
        File.WriteAllBytes(Path.Combine(_folder.Path, "a.yaml"), bytes);

        var (exitCode, output, _) = _folder.Validate();

        exitCode.Should().Be(1);
        output.Should().StartWith($"a.yaml:{problem}");
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
