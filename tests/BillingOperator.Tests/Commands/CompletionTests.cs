using System.Diagnostics;
using System.Runtime.Versioning;

namespace BillingOperator.Tests.Commands;

/// <summary>The scripts in real shells, which ask the real program.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class CompletionTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("completion-");

    public CompletionTests()
    {
        var program = string.Join(' ', OperatorProgram.CommandLine.Select(word => $"'{word}'"));
        var file = Path.Combine(_folder.FullName, "billing-operator");
        File.WriteAllText(file, $"#!/bin/sh\nexec {program} \"$@\"\n");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("billing-operator val", "validate")]
    [InlineData("billing-operator validate --ou", "--output")]
    [InlineData("billing-operator validate -o gi", "github")]
    [InlineData("billing-operator explain Duplicate", "DuplicateTenantId")]
    [InlineData("billing-operator completion ", "bash", "fish", "zsh")]
    [InlineData("billing-operator run --manifests some", "")]
    public async Task Bash_completes(string line, params string[] expected)
    {
        var words = line.Split(' ');
        var script = $"""
            source <(billing-operator completion bash)
            complete -p billing-operator > /dev/null
            COMP_LINE='{line}' COMP_POINT={line.Length} COMP_CWORD={words.Length - 1}
            COMP_WORDS=({string.Join(' ', words.Select(word => $"'{word}'"))})
            _billing_operator
            printf '%s\n' "${"{COMPREPLY[@]}"}"
            """;

        (await RunAsync("bash", "-euc", script)).Should().Equal(expected);
    }

    [ShellFact("fish")]
    public async Task Fish_completes()
    {
        const string Script = """
            billing-operator completion fish | source
            complete -C 'billing-operator val'
            """;

        (await RunAsync("fish", "-c", Script)).Should().Equal("validate");
    }

    [ShellFact("zsh")]
    public async Task Zsh_takes_the_script()
    {
        const string Script = """
            autoload -U compinit && compinit -u -d $HOME/dump
            source <(billing-operator completion zsh)
            compadd() { print -l -- "${@[2,-1]}"; }
            words=(billing-operator val) CURRENT=2
            _billing_operator
            print -- ${_comps[billing-operator]}
            """;

        (await RunAsync("zsh", "-fc", Script)).Should().Equal("validate", "_billing_operator");
    }

    private async Task<string[]> RunAsync(string shell, string option, string script)
    {
        var start = new ProcessStartInfo(shell, [option, script])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["PATH"] = $"{_folder.FullName}:{Environment.GetEnvironmentVariable("PATH")}",
                ["HOME"] = _folder.FullName,
            },
        };
        using var process = Process.Start(start)!;
        var said = await ProgramRun.EndOfAsync(process);
        said.ExitCode.Should().Be(0, said.Error);
        return said.Output.TrimEnd('\n').Split('\n');
    }
}
