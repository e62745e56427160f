using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace BillingOperator.TestEnvironment.Logging;

/// <summary>Keeps the lines that are logged, by all of an operator or, as <see cref="Of{T}"/>, by one class.</summary>
public sealed class CapturedLog : ILogger, ILoggerProvider, ILoggerFactory
{
    private readonly ConcurrentQueue<(LogLevel Level, string Text)> _lines = new();

    /// <summary>The lines, oldest first; each with its exception, where it has one.</summary>
    public IReadOnlyList<(LogLevel Level, string Text)> Lines => [.. _lines];

    /// <summary>The lines of a level, and of those above it.</summary>
    public IEnumerable<string> At(LogLevel atLeast) =>
        Lines.Where(line => line.Level >= atLeast).Select(line => line.Text);

    /// <summary>What a class logs with.</summary>
    public ILogger<T> Of<T>() => new Logger<T>(this);

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => this;

    /// <inheritdoc/>
    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

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
    ) => _lines.Enqueue((logLevel, $"{formatter(state, exception)} {exception}".TrimEnd()));

    /// <inheritdoc/>
    public void Dispose() { }
}
