using System.Globalization;
using System.Text.RegularExpressions;

namespace BillingOperator.Billing.Validation;

/// <summary>
/// Durations as Go and therefore Kubernetes write them: numbers with a unit each, such as <c>5m</c>, <c>1h30m</c>,
/// <c>1.5h</c> or <c>500ms</c> (Go: <c>time.ParseDuration</c>). Negative ones are not read.
/// </summary>
public static partial class GoDuration
{
    /// <summary>Reads a duration; <see langword="false"/> where it is none, or is longer than about 29,000 years.</summary>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = TimeSpan.Zero;
        if (text == "0")
        {
            return true;
        }

        var match = Pattern().Match(text);
        if (!match.Success)
        {
            return false;
        }

        var ticks = 0m;
        foreach (var (number, unit) in match.Groups[1].Captures.Zip(match.Groups[2].Captures))
        {
            if (!TryParseNumber(number.Value, out var count))
            {
                return false;
            }

            ticks += count * TicksOf(unit.Value);
        }

        if (ticks > TimeSpan.MaxValue.Ticks)
        {
            return false;
        }

        duration = new TimeSpan((long)ticks);
        return true;
    }

    private static bool TryParseNumber(string number, out decimal count) =>
        decimal.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out count)
        && count <= TimeSpan.MaxValue.Ticks;

    private static decimal TicksOf(string unit) =>
        unit switch
        {
            "ns" => 0.01m,
            "us" or "µs" or "μs" => TimeSpan.TicksPerMicrosecond,
            "ms" => TimeSpan.TicksPerMillisecond,
            "s" => TimeSpan.TicksPerSecond,
            "m" => TimeSpan.TicksPerMinute,
            _ => TimeSpan.TicksPerHour,
        };

    [GeneratedRegex(@"^(?:([0-9]+\.?[0-9]*|\.[0-9]+)(ns|us|µs|μs|ms|s|m|h))+\z")]
    private static partial Regex Pattern();
}
