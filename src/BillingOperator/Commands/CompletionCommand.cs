using System.CommandLine;

namespace BillingOperator.Commands;

/// <summary><c>completion bash|zsh|fish</c>: the script by which a shell completes commands, options and their values.</summary>
internal static class CompletionCommand
{
    /// <summary>Describes the command.</summary>
    public static Command Create()
    {
        var shell = new Argument<string>("SHELL")
        {
            Description = "bash, zsh or fish",
            HelpName = "SHELL",
            CustomParser = OptionParsers.OneOf([.. CompletionScripts.All.Keys]),
        };
        shell.CompletionSources.Add([.. CompletionScripts.All.Keys]);
        var command = new DocumentedCommand(
            "completion",
            "Writes the script by which a shell completes commands and options.",
            """
            Examples:
              # bash, for this session; put the line into ~/.bashrc for all
              source <(billing-operator completion bash)

              # zsh, in ~/.zshrc after compinit
              source <(billing-operator completion zsh)

              # fish, for all sessions
              billing-operator completion fish > ~/.config/fish/completions/billing-operator.fish
            """
        )
        {
            shell,
        };
        command.SetAction(result =>
            result.InvocationConfiguration.Output.Write(CompletionScripts.All[result.GetRequiredValue(shell)])
        );
        return command;
    }
}
