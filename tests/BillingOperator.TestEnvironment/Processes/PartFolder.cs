using System.Globalization;

namespace BillingOperator.TestEnvironment.Processes;

/// <summary>
/// A temporary folder in which the scripts of <c>hack/testenv</c> keep the processes of one part: their data, a
/// <c>NAME.log</c> and a <c>NAME.pid</c> each. All of it is gone after disposal, or when this process ends in any way.
/// </summary>
/// <remarks>Set <c>BILLING_TEST_LOGS</c> to a folder to keep the logs.</remarks>
internal sealed class PartFolder(string part) : IAsyncDisposable
{
    private const string LogsVariable = "BILLING_TEST_LOGS";

    public string FullPath { get; } = Directory.CreateTempSubdirectory($"billing-operator-{part}-").FullName;

    public string PathOf(string file) => Path.Combine(FullPath, file);

    public string Read(string file) => File.ReadAllText(PathOf(file)).Trim();

    /// <summary>Runs one of the start scripts on this folder.</summary>
    public Task StartAsync(string script, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        var owner = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        return Command.RunAsync(
            Repository.PathOf("hack", "testenv", script),
            [FullPath, .. arguments],
            new Dictionary<string, string> { ["TESTENV_OWNER"] = owner },
            cancellationToken: cancellationToken
        );
    }

    /// <summary>Ends one process at once, as a crash would.</summary>
    public Task KillAsync(string name, CancellationToken cancellationToken) =>
        Command.RunAsync(
            Repository.PathOf("hack", "testenv", "stop.sh"),
            ["--only", name, FullPath],
            cancellationToken: cancellationToken
        );

    public async ValueTask DisposeAsync()
    {
        if (Environment.GetEnvironmentVariable(LogsVariable) is { Length: > 0 } logs)
        {
            var kept = Directory.CreateDirectory(Path.Combine(logs, Path.GetFileName(FullPath)));
            foreach (var log in Directory.EnumerateFiles(FullPath, "*.log"))
            {
                File.Copy(log, Path.Combine(kept.FullName, Path.GetFileName(log)), overwrite: true);
            }
        }

        await Command.RunAsync(Repository.PathOf("hack", "testenv", "stop.sh"), [FullPath]);
    }
}
