using BillingOperator.Controllers.Overview;
using Spectre.Console;

namespace BillingOperator.Terminal;

/// <summary>The standard output: in colour on a terminal, where <c>NO_COLOR</c> is not set, and plain elsewhere.</summary>
internal sealed class Screen(TextWriter output)
{
    private readonly IAnsiConsole? _terminal = Console.IsOutputRedirected
        ? null
        : AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });

    /// <summary>Writes a line.</summary>
    public void WriteLine(string line, OverviewTone tone)
    {
        if (_terminal is null)
        {
            output.WriteLine(line);
            return;
        }
        _terminal.Write(new Text(line, StyleOf(tone)).Overflow(Overflow.Fold));
        _terminal.WriteLine();
    }

    /// <summary>Begins again at the top of a terminal; elsewhere an empty line tells one view from the next.</summary>
    public void Clear()
    {
        if (_terminal is null)
        {
            output.WriteLine();
            return;
        }
        _terminal.Clear(home: true);
    }

    private static Style StyleOf(OverviewTone tone) =>
        tone switch
        {
            OverviewTone.Title => new Style(decoration: Decoration.Bold),
            OverviewTone.Good => new Style(Color.Green),
            OverviewTone.Bad => new Style(Color.Red),
            _ => Style.Plain,
        };
}
