using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace BillingOperator.Commands;

/// <summary>A command whose help ends with what a line cannot say: exit codes, and examples.</summary>
/// <param name="name">The word that starts it.</param>
/// <param name="description">One line, for the list of all commands too.</param>
/// <param name="details">What its own help ends with.</param>
internal sealed class DocumentedCommand(string name, string description, string details) : Command(name, description)
{
    /// <summary>Lets the help of each command end with its details.</summary>
    public static void ShowDetails(RootCommand root)
    {
        var help = root.Options.OfType<HelpOption>().Single();
        foreach (var foreign in (string[])["-?", "/?", "/h"])
        {
            help.Aliases.Remove(foreign); // /h may be a path, and shells would offer all of them.
        }
        help.Action = new HelpWithDetails((SynchronousCommandLineAction)help.Action!);
    }

    private sealed class HelpWithDetails(SynchronousCommandLineAction help) : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => help.ClearsParseErrors;

        public override int Invoke(ParseResult parseResult)
        {
            var exitCode = help.Invoke(parseResult);
            if (parseResult.CommandResult.Command is DocumentedCommand { Details: var details })
            {
                parseResult.InvocationConfiguration.Output.WriteLine(details);
            }
            return exitCode;
        }
    }

    private string Details => details;
}
