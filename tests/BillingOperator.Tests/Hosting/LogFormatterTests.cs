using System.Globalization;
using System.Text.Json;
using BillingOperator.Hosting;
using Serilog.Events;
using Serilog.Formatting;
using Serilog.Parsing;

namespace BillingOperator.Tests.Hosting;

/// <summary>Users write some of what is logged: it must not look like more lines, or hide some.</summary>
public sealed class LogFormatterTests
{
    private const string Forged = "a\r\n12:00:00.000 INF all is well\u0085\u2028\u001b[2J\u202e\u200b\ud83d end 🚀";
    private const string Shown =
        @"a\u000d\u000a12:00:00.000 INF all is well\u0085\u2028\u001b[2J\u202e\u200b\ufffd end 🚀";

    [Fact]
    public void A_text_line_stays_one_line() =>
        Lines(new TextLogFormatter(), null).Should().ContainSingle().Which.Should().EndWith($" WRN says {Shown}");

    [Fact]
    public void The_lines_of_an_exception_are_indented()
    {
        var lines = Lines(new TextLogFormatter(), new InvalidOperationException(Forged));

        lines.Skip(1).Should().NotBeEmpty().And.OnlyContain(line => line.StartsWith("    ", StringComparison.Ordinal));
        string.Concat(lines).Should().NotContainAny("\u001b", "\u202e", "\u2028", "\u0085", "\r");
    }

    [Fact]
    public void A_JSON_line_stays_one_object_with_the_text_as_it_was()
    {
        var line = Lines(new JsonLogFormatter(), new InvalidOperationException(Forged))
            .Should()
            .ContainSingle()
            .Subject;

        line.Should().NotContainAny("\u001b", "\u202e", "\u2028", "\u0085", "\r");
        using var json = JsonDocument.Parse(line);
        var text = json.RootElement.GetProperty("Properties").GetProperty("Text").GetString();
        text.Should().StartWith("a\r\n12:00").And.EndWith("🚀");
        json.RootElement.GetProperty("Exception").GetString().Should().Contain("\u2028");
    }

    private static string[] Lines(ITextFormatter formatter, Exception? exception)
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        formatter.Format(
            new LogEvent(
                DateTimeOffset.UnixEpoch,
                LogEventLevel.Warning,
                exception,
                new MessageTemplateParser().Parse("says {Text}"),
                [new LogEventProperty("Text", new ScalarValue(Forged))]
            ),
            output
        );
        var text = output.ToString();
        text.Should().EndWith("\n");
        return text[..^1].Split('\n');
    }
}
