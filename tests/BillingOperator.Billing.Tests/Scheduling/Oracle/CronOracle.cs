using System.Diagnostics;
using System.Globalization;

namespace BillingOperator.Billing.Tests.Scheduling.Oracle;

/// <summary>Asks <c>cron_oracle.py</c>, which needs the distribution's python3-croniter.</summary>
internal static class CronOracle
{
    // Not whatever "python3" is first on the PATH: only the distribution's has the distribution's packages.
    private const string Python = "/usr/bin/python3";

    public static async Task<IReadOnlyList<CronAnswer>> AskAsync(IReadOnlyList<CronCase> cases)
    {
        var script = Path.Combine(AppContext.BaseDirectory, "Scheduling", "Oracle", "cron_oracle.py");
        var start = new ProcessStartInfo(Python, [script])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var answers = process.StandardOutput.ReadToEndAsync();
        var faults = process.StandardError.ReadToEndAsync();
        foreach (var (expression, zone, after) in cases)
        {
            await process.StandardInput.WriteAsync($"{expression}\t{zone.Id}\t{after.ToUnixTimeSeconds()}\n");
        }
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        process.ExitCode.Should().Be(0, $"it said: {await faults}");
        var lines = (await answers).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Should().HaveSameCount(cases);
        return [.. lines.Select(Read)];
    }

    private static CronAnswer Read(string line) => new(Seconds(line.Split('\t')[0]), Seconds(line.Split('\t')[1]));

    private static long? Seconds(string text) => text == "none" ? null : long.Parse(text, CultureInfo.InvariantCulture);
}
