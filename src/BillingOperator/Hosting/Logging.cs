using Serilog;
using Serilog.Core;
using Serilog.Events;

namespace BillingOperator.Hosting;

/// <summary>Serilog, as the operator uses it.</summary>
internal static class Logging
{
    /// <summary>
    /// ASP.NET writes an error for each request to a health endpoint that is not healthy, so also for /readyz at every start.
    /// <see cref="HealthReporter"/> tells of changes instead.
    /// </summary>
    private const string EachHealthRequest = "Microsoft.Extensions.Diagnostics.HealthChecks";

    // The host's own line, with a stack trace; whoever started the host tells of the same exception, if it is worth a word.
    private const string FailedStart = "Hosting failed to start";

    /// <summary>A logger to standard error: text for people, or one JSON object a line.</summary>
    public static Logger Create(LogFormat format, LogLevel level) =>
        new LoggerConfiguration()
            .MinimumLevel.Is(LevelOf(level))
            .MinimumLevel.Override("Microsoft", LevelOf(level < LogLevel.Warning ? LogLevel.Warning : level))
            .MinimumLevel.Override(EachHealthRequest, LevelAlias.Off)
            .Filter.ByExcluding(line => line.MessageTemplate.Text == FailedStart)
            .Enrich.FromLogContext()
            .WriteTo.Console(
                format == LogFormat.Json ? new JsonLogFormatter() : new TextLogFormatter(),
                standardErrorFromLevel: LogEventLevel.Verbose
            )
            .CreateLogger();

    private static LogEventLevel LevelOf(LogLevel level) =>
        level switch
        {
            LogLevel.Trace => LogEventLevel.Verbose,
            LogLevel.Debug => LogEventLevel.Debug,
            LogLevel.Information => LogEventLevel.Information,
            LogLevel.Warning => LogEventLevel.Warning,
            _ => LogEventLevel.Error,
        };
}
