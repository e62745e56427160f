using System.CommandLine;
using System.CommandLine.Parsing;
using BillingOperator.Manifests;

namespace BillingOperator.Commands;

/// <summary>What is wrong with a command line: what was written, and what is accepted there.</summary>
internal static class CommandLineError
{
    /// <summary>The first error, or <see langword="null"/> where there is none.</summary>
    public static string? Find(ParseResult line)
    {
        if (line.Errors.Count == 0)
        {
            return null;
        }

        // An option that there is not was taken for the one argument, and what follows it is left over.
        if (line.Errors.FirstOrDefault(error => IsMisspeltOption(error.SymbolResult)) is { } misspelt)
        {
            return misspelt.Message;
        }

        // What follows a word that is not known is not known either, and options that miss it are no news.
        return line.UnmatchedTokens is [var unknown, ..]
            ? Unknown(unknown, line)
            : line.Errors[0] switch
            {
                { SymbolResult: OptionResult { Tokens.Count: 0, Option: var option } } =>
                    $"{option.Name} needs a value: {option.Description}",
                { SymbolResult: OptionResult { IdentifierTokenCount: > 1, Option: var option } } =>
                    $"{option.Name} is given more than once: give it once",
                { SymbolResult: CommandResult { Command: { Subcommands.Count: > 0 } command } } =>
                    $"name a command: {Names(command.Subcommands)}. {SeeHelp(command)}",
                { SymbolResult: ArgumentResult { Tokens.Count: 0, Argument: var argument } } =>
                    $"{line.CommandResult.Command.Name} needs {argument.Name}: {argument.Description}",
                var other => other.Message,
            };
    }

    /// <summary>What somebody probably meant by an option that a command does not have; empty where nobody can tell.</summary>
    public static string Suggest(string unknown, CommandResult command)
    {
        var known = Options(command).SelectMany(option => option.Aliases.Prepend(option.Name));
        return
            SimilarName.Find(
                unknown.Split('=')[0],
                known.Where(name => name.StartsWith("--", StringComparison.Ordinal))
            )
                is { } meant
            ? $"; did you mean {meant}?"
            : "";
    }

    /// <summary>
    /// Refuses an option that there is not among arguments: it is taken for a path or a name.
    /// </summary>
    public static void RefuseMisspeltOptions(SymbolResult arguments)
    {
        var command = arguments.Parent as CommandResult;
        foreach (var option in arguments.Tokens.Select(token => token.Value).Where(LooksLikeOption))
        {
            var meant = command is null ? "" : Suggest(option, command);
            var otherwise = arguments is ArgumentResult { Argument.ValueType.IsArray: true }
                ? $"; for a file of that name write ./{option}"
                : "";
            arguments.AddError($"{option} is not an option of {command?.Command.Name}{meant}{otherwise}");
        }
    }

    private static bool IsMisspeltOption(SymbolResult? symbol) =>
        symbol is ArgumentResult && symbol.Tokens.Any(token => LooksLikeOption(token.Value));

    private static bool LooksLikeOption(string word) => word is ['-', _, ..];

    private static string Unknown(string word, ParseResult line)
    {
        var command = line.CommandResult.Command;
        if (word.StartsWith('-'))
        {
            var (name, suggestion) = (word.Split('=')[0], Suggest(word, line.CommandResult));
            return $"there is no option {name}{(suggestion.Length > 0 ? suggestion : ".")} {SeeHelp(command)}";
        }

        if (SwitchBefore(word, line) is { } option)
        {
            return $"{option} '{word}': must be true or false";
        }

        if (command.Subcommands.Count == 0)
        {
            return command.Arguments is [var argument, ..]
                ? $"'{word}' is one word too many: {command.Name} takes one {argument.Name}. {SeeHelp(command)}"
                : $"{command.Name} does not take '{word}': it has options alone. {SeeHelp(command)}";
        }

        var meant = SimilarName.Find(word, command.Subcommands.Select(one => one.Name));
        return meant is null
            ? $"there is no command '{word}': there are {Names(command.Subcommands)}. {SeeHelp(command)}"
            : $"there is no command '{word}'; did you mean {meant}? {SeeHelp(command)}";
    }

    // A switch takes true and false alone: any other word after it is left over.
    private static string? SwitchBefore(string word, ParseResult line)
    {
        var place = line.Tokens.TakeWhile(token => token.Value != word).Count();
        var before = place > 0 ? line.Tokens[place - 1].Value : null;
        var option = Options(line.CommandResult).FirstOrDefault(option => option.Name == before);
        return option is { Arity: { MinimumNumberOfValues: 0, MaximumNumberOfValues: 1 } } ? before : null;
    }

    private static IEnumerable<Option> Options(CommandResult command) =>
        command.Command.Options.Concat(
            command
                .Command.Parents.OfType<Command>()
                .SelectMany(parent => parent.Options.Where(option => option.Recursive))
        );

    private static string Names(IEnumerable<Command> commands) => string.Join(", ", commands.Select(one => one.Name));

    private static string SeeHelp(Command command) =>
        command is RootCommand ? "See billing-operator --help" : $"See billing-operator {command.Name} --help";
}
