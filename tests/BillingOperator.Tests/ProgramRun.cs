using System.Diagnostics;

namespace BillingOperator.Tests;

/// <summary>What the program said, run to its end as a process of its own.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">Its standard output.</param>
/// <param name="Error">Its standard error.</param>
internal sealed record ProgramRun(int ExitCode, string Output, string Error)
{
    /// <summary>Runs it.</summary>
    /// <param name="environment">Variables to add.</param>
    /// <param name="arguments">The command line.</param>
    public static async Task<ProgramRun> ToEndAsync(
        IReadOnlyDictionary<string, string> environment,
        params string[] arguments
    )
    {
        using var process = Start(environment, arguments);
        return await EndOfAsync(process);
    }

    /// <summary>Starts it as a terminal does, and does not wait.</summary>
    public static Process Start(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        // Whatever a script starts in the background ignores Ctrl-C, and so does all that is started from there.
        var program = OperatorProgram.With(arguments);
        var start = new ProcessStartInfo("env", ["--default-signal=INT", program.FileName, .. program.ArgumentList]);
        foreach (var (name, value) in program.Environment)
        {
            start.Environment[name] = value;
        }
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }
        return Process.Start(start)!;
    }

    /// <summary>Waits for its end.</summary>
    public static async Task<ProgramRun> EndOfAsync(Process process)
    {
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return new ProgramRun(process.ExitCode, await output, await error);
    }
}
