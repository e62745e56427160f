namespace BillingOperator.TestEnvironment.Processes;

/// <summary>Prometheus' own tool for rules.</summary>
public static class Promtool
{
    /// <summary>Runs it, and gets it first where it is not there.</summary>
    /// <returns>What it wrote to its standard output.</returns>
    /// <exception cref="CommandFailedException">It failed; the message holds its output.</exception>
    public static async Task<string> RunAsync(params string[] arguments)
    {
        await Command.RunAsync(Repository.PathOf("hack", "testenv", "parts.sh"), ["promtool"]);
        return await Command.RunAsync("promtool", arguments);
    }
}
