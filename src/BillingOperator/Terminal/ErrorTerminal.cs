using Spectre.Console;

namespace BillingOperator.Terminal;

/// <summary>The terminal of a person who looks at the standard error.</summary>
internal static class ErrorTerminal
{
    /// <summary>
    /// Opens it: a terminal whose lines can be written over. Its colours are what <c>TERM</c> and <c>NO_COLOR</c> say.
    /// </summary>
    /// <returns><see langword="null"/> where the standard error goes elsewhere, or to a terminal that can do less.</returns>
    public static IAnsiConsole? Open()
    {
        if (Console.IsErrorRedirected)
        {
            return null;
        }
        var terminal = AnsiConsole.Create(
            new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error), Interactive = InteractionSupport.Yes }
        );
        return terminal.Profile.Capabilities.Ansi ? terminal : null;
    }
}
