using System.Diagnostics;
using System.Text;
using static BillingOperator.Tests.Commands.ManifestFolder;

namespace BillingOperator.Tests.Commands;

public sealed class ValidateFilesTests : IDisposable
{
    private readonly ManifestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

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
    [InlineData("*.yaml", 1)]
    [InlineData("**/*.yaml", 3)]
    [InlineData("teams/*/b.yaml", 1)]
    public void A_pattern_that_the_shell_left_names_the_files_that_match(string pattern, int tenants)
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "teams", "one"));
        _folder.With("a.yaml", Tenant("a")).With("teams/one/b.yaml", Tenant("b")).With("teams/c.yaml", Tenant("c"));

        var (exitCode, _, error) = _folder.Validate(path: Path.Combine(_folder.Path, pattern));

        exitCode.Should().Be(0);
        error.Should().StartWith($"{tenants} tenant");
    }

    [Fact]
    public void A_pattern_that_matches_nothing_is_an_error()
    {
        var (exitCode, output, _) = _folder.Validate(path: Path.Combine(_folder.Path, "tenants/*.yaml"));

        exitCode.Should().Be(2);
        output.Should().EndWith(":1: matches no file: correct the pattern\n");
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
    public async Task An_input_that_is_endless_or_closed_is_an_error(string path, string input, string finding)
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

            output.Should().StartWith(finding);
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
    public void A_link_that_cannot_be_followed_is_told_with_the_remedy(string link, string finding)
    {
        File.CreateSymbolicLink(Path.Combine(_folder.Path, link), link.Replace("broken", "nowhere"));

        _folder.Validate(path: Path.Combine(_folder.Path, link)).Output.Should().Be($"{link}:1: {finding}\n");
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
    public void A_file_in_another_encoding_is_named_as_such(string name, bool hasMark, string? finding)
    {
        var encoding = Encoding.GetEncoding(name);
        byte[] bytes = [.. hasMark ? encoding.GetPreamble() : [], .. encoding.GetBytes(Tenant("a"))];
        File.WriteAllBytes(Path.Combine(_folder.Path, "a.yaml"), bytes);

        var expected = finding is null ? "" : $":1: The file {finding}\n";
        _folder.Validate().Output.Should().Be(finding is null ? "" : $"a.yaml{expected}");
        _folder
            .Validate(path: "-", input: new MemoryStream(bytes))
            .Output.Should()
            .Be(finding is null ? "" : $"stdin{expected}");
    }

    [Theory]
    [InlineData(new byte[] { 0x61, 0x3A, 0x20, 0xE9 }, "1: The file is not UTF-8: save it as UTF-8")]
    [InlineData(new byte[] { 0x61, 0x0A, 0x20, 0xE9, 0x0A }, "2: The file is not UTF-8: save it as UTF-8")]
    [InlineData(new byte[] { 0x61, 0x0A, 0x62, 0 }, "2: The file holds a NUL (U+0000), which no text does: remove it")]
    [InlineData(new byte[] { 0x23, 0x7F }, "1: The file holds the character U+007F, which YAML does not allow: remove")]
    [InlineData(new byte[] { 0x23, 0x1B }, "1: The file holds the character U+001B, which YAML does not allow: remove")]
    public void A_byte_that_is_no_text_is_told_at_its_line(byte[] bytes, string finding)
    {
        File.WriteAllBytes(Path.Combine(_folder.Path, "a.yaml"), bytes);

        var (exitCode, output, _) = _folder.Validate();

        exitCode.Should().Be(1);
        output.Should().StartWith($"a.yaml:{finding}");
    }
}
