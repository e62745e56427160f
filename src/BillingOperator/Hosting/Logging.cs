using System.Globalization;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting.Json;

namespace BillingOperator.Hosting;

/// <summary>Serilog, as the operator uses it.</summary>
internal static class Logging
{
    private const string TextLine = "{Timestamp:HH:mm:ss.fff} {Level:u3} {Message:lj}{NewLine}{Exception}";

    /// <summary>A logger to standard error: text for people, or one JSON object a line.</summary>
    public static Logger Create(LogFormat format, LogLevel level)
    {
        var console = new LoggerConfiguration()
            .MinimumLevel.Is(LevelOf(level))
            .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
            .Enrich.FromLogContext()
            .WriteTo;
        var configuration =
            format == LogFormat.Json
                ? console.Console(new JsonFormatter(renderMessage: true), standardErrorFromLevel: LogEventLevel.Verbose)
                : console.Console(
                    outputTemplate: TextLine,
                    formatProvider: CultureInfo.InvariantCulture,
                    standardErrorFromLevel: LogEventLevel.Verbose
                );
        return configuration.CreateLogger();
    }

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
