using BillingOperator.Hosting;
using BillingOperator.TestEnvironment.Logging;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace BillingOperator.Tests.Hosting;

public sealed class HealthReporterTests
{
    [Fact]
    public void Each_change_of_liveness_is_one_line_however_often_somebody_asks()
    {
        var log = new CapturedLog();
        var reporter = new HealthReporter(log.Of<HealthReporter>());

        foreach (var status in new[] { "Healthy", "Degraded", "Unhealthy", "Unhealthy", "Healthy", "Healthy" })
        {
            reporter.Note(Report(Enum.Parse<HealthStatus>(status)));
        }

        log.Lines.Should().HaveCount(2);
        log.Lines[0].Level.Should().Be(LogLevel.Error);
        log.Lines[0].Text.Should().EndWith("the watch of Tenant is silent");
        log.Lines[1].Level.Should().Be(LogLevel.Information);
    }

    private static HealthReport Report(HealthStatus status) =>
        new(
            new Dictionary<string, HealthReportEntry>
            {
                ["watches"] = new(status, "the watch of Tenant is silent", TimeSpan.Zero, null, null),
            },
            TimeSpan.Zero
        );
}
