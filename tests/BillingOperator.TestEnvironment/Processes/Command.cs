using System.Diagnostics;

namespace BillingOperator.TestEnvironment.Processes;

/// <summary>Runs a program to its end.</summary>
internal static class Command
{
    /// <returns>What the program wrote to its standard output.</returns>
    /// <exception cref="CommandFailedException">The exit code was not 0.</exception>
    public static async Task<string> RunAsync(
        string fileName,
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string>? environment = null,
        string standardInput = "",
        CancellationToken cancellationToken = default
    )
    {
        var start = new ProcessStartInfo(fileName, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var error = process.StandardError.ReadToEndAsync(cancellationToken);
            await WriteInputAsync(process, standardInput, cancellationToken);
            await process.WaitForExitAsync(cancellationToken);

            return process.ExitCode == 0
                ? await output
                : throw new CommandFailedException(
                    $"{fileName} {string.Join(' ', start.ArgumentList)}",
                    process.ExitCode,
                    await output,
                    await error
                );
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    private static async Task WriteInputAsync(Process process, string input, CancellationToken cancellationToken)
    {
        try
        {
            await process.StandardInput.WriteAsync(input.AsMemory(), cancellationToken);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The program ended without reading its input; its exit code says what it made of that.
        }
    }
}
