using Microsoft.Extensions.Logging;

namespace BillingOperator.TestEnvironment.Logging;

/// <summary>Keeps the lines that a class logs.</summary>
public sealed class CapturedLog<T> : ILogger<T>
{
    /// <summary>The lines, oldest first.</summary>
    public List<(LogLevel Level, string Text)> Lines { get; } = [];

    /// <inheritdoc/>
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel) => true;

    /// <inheritdoc/>
    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter
    ) => Lines.Add((logLevel, formatter(state, exception)));
}
