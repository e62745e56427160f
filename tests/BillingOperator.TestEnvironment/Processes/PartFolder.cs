using System.Globalization;

namespace BillingOperator.TestEnvironment.Processes;

/// <summary>
/// A temporary folder in which the scripts of <c>hack/testenv</c> keep the processes of one part: their data, a
/// <c>NAME.log</c> and a <c>NAME.pid</c> each. All of it is gone after disposal, or when this process ends in any way.
/// </summary>
/// <remarks>Set <c>BILLING_TEST_LOGS</c> to a folder to keep the logs, and the file that says which versions ran.</remarks>
internal sealed class PartFolder(string part) : IAsyncDisposable
{
    private const string LogsVariable = "BILLING_TEST_LOGS";

    private static string? Logs =>
        Environment.GetEnvironmentVariable(LogsVariable) is { Length: > 0 } logs ? logs : null;

    public string FullPath { get; } = Directory.CreateTempSubdirectory($"billing-operator-{part}-").FullName;

    public string PathOf(string file) => Path.Combine(FullPath, file);

    public string Read(string file) => File.ReadAllText(PathOf(file)).Trim();

    /// <summary>Runs one of the start scripts on this folder.</summary>
    /// <param name="script">Its file name.</param>
    /// <param name="arguments">What follows the folder.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="environment">Variables for the script, beside the owner's.</param>
    public Task StartAsync(
        string script,
        IEnumerable<string> arguments,
        CancellationToken cancellationToken,
        Dictionary<string, string>? environment = null
    )
    {
        var owner = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        return Command.RunAsync(
            Repository.PathOf("hack", "testenv", script),
            [FullPath, .. arguments],
            new Dictionary<string, string>(environment ?? []) { ["TESTENV_OWNER"] = owner },
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
        if (Logs is { } logs)
        {
            var kept = Directory.CreateDirectory(Path.Combine(logs, Path.GetFileName(FullPath)));
            foreach (var file in Directory.EnumerateFiles(FullPath).Where(IsKept))
            {
                File.Copy(file, Path.Combine(kept.FullName, Path.GetFileName(file)), overwrite: true);
            }
        }

        await Command.RunAsync(Repository.PathOf("hack", "testenv", "stop.sh"), [FullPath]);
    }

    private static bool IsKept(string file) =>
        Path.GetExtension(file) == ".log" || Path.GetFileName(file) == "versions";
}
