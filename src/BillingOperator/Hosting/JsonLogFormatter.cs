using System.Globalization;
using BillingOperator.Billing.Text;
using Serilog.Events;
using Serilog.Formatting;
using Serilog.Formatting.Json;

namespace BillingOperator.Hosting;

/// <summary>
/// One JSON object a line. Serilog leaves what JSON allows unescaped, such as U+2028 and U+202E, on which some readers break
/// a line or turn its direction.
/// </summary>
internal sealed class JsonLogFormatter : ITextFormatter
{
    private static readonly JsonFormatter Object = new(closingDelimiter: "", renderMessage: true);

    /// <inheritdoc/>
    public void Format(LogEvent logEvent, TextWriter output)
    {
        using var line = new StringWriter(CultureInfo.InvariantCulture);
        Object.Format(logEvent, line);
        VisibleText.Write(output, line.ToString());
        output.Write('\n');
    }
}
