using System.Diagnostics;

namespace BillingOperator.Tests.Commands;

/// <summary>A container image without the time zone database, as slim ones are.</summary>
public sealed class MissingTimeZonesTests
{
    [Theory]
    [InlineData("Europe/Berlin", 1)]
    [InlineData("Etc/UTC", 0)]
    [InlineData("UTC", 0)]
    public async Task Without_a_database_UTC_works_and_any_other_zone_says_what_to_install(string zone, int exitCode)
    {
        var start = OperatorProgram.With("validate", "-");
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.Environment["TZDIR"] = "/nonexistent";
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(
            $$"""
            apiVersion: billing.pureconnect.io/v1
            kind: BillingEvent
            metadata: {name: nightly}
            spec: {schedule: "0 2 * * *", timeZone: {{zone}}}
            """
        );
        process.StandardInput.Close();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();

        process.ExitCode.Should().Be(exitCode, output);
        if (exitCode != 0)
        {
            output.Should().Contain("spec.timeZone: is \"Europe/Berlin\", and this system has no time zones but UTC");
        }
    }
}
