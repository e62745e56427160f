using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace BillingOperator.Hosting;

/// <summary>Logs each change of liveness once, not each time that somebody asks.</summary>
internal sealed partial class HealthReporter(ILogger<HealthReporter> logger)
{
    private bool _isDead;

    /// <summary>Takes in what <c>/healthz</c> answers.</summary>
    public void Note(HealthReport report)
    {
        var isDead = report.Status == HealthStatus.Unhealthy;
        if (Interlocked.Exchange(ref _isDead, isDead) == isDead)
        {
            return;
        }
        if (isDead)
        {
            var faults = report.Entries.Values.Where(entry => entry.Status == HealthStatus.Unhealthy);
            Log.Dead(logger, string.Join("; ", faults.Select(entry => entry.Description)));
        }
        else
        {
            Log.Alive(logger);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            LogLevel.Error,
            "/healthz fails, and Kubernetes restarts this process if that goes on: {Faults}"
        )]
        public static partial void Dead(ILogger logger, string faults);

        [LoggerMessage(LogLevel.Information, "/healthz is well again")]
        public static partial void Alive(ILogger logger);
    }
}
