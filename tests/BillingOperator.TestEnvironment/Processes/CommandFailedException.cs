namespace BillingOperator.TestEnvironment.Processes;

/// <summary>A command ended with another exit code than 0; the message holds all it wrote.</summary>
public sealed class CommandFailedException(string command, int exitCode, string standardOutput, string standardError)
    : Exception($"'{command}' ended with exit code {exitCode}:\n{standardError}{standardOutput}")
{
    /// <summary>The exit code, never 0.</summary>
    public int ExitCode { get; } = exitCode;

    /// <summary>What the command wrote to its standard error.</summary>
    public string StandardError { get; } = standardError;
}
