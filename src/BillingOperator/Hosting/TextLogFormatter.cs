using System.Globalization;
using BillingOperator.Billing.Text;
using Serilog.Events;
using Serilog.Formatting;
using Serilog.Formatting.Display;

namespace BillingOperator.Hosting;

/// <summary>One line for people; an exception follows in lines of its own, indented, so that none looks like a log line.</summary>
internal sealed class TextLogFormatter : ITextFormatter
{
    private static readonly MessageTemplateTextFormatter Line = new(
        "{Timestamp:HH:mm:ss.fff} {Level:u3} {Message:l}",
        CultureInfo.InvariantCulture
    );

    /// <inheritdoc/>
    public void Format(LogEvent logEvent, TextWriter output)
    {
        using var line = new StringWriter(CultureInfo.InvariantCulture);
        Line.Format(logEvent, line);
        VisibleText.Write(output, line.ToString());
        output.Write('\n');
        foreach (var detail in (logEvent.Exception?.ToString() ?? "").EnumerateLines())
        {
            if (!detail.IsWhiteSpace())
            {
                output.Write("    ");
                VisibleText.Write(output, detail);
                output.Write('\n');
            }
        }
    }
}
