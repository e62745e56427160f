using System.Collections;
using System.Globalization;
using System.Text.RegularExpressions;

namespace BillingOperator.Hosting;

/// <summary>
/// The <c>OTEL_*</c> variables of the environment (OpenTelemetry: OTLP Exporter Configuration). The library passes over most
/// values that it does not understand, and breaks at others: whoever wrote one should know.
/// </summary>
internal static partial class TelemetryVariables
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string Headers = "OTEL_EXPORTER_OTLP_HEADERS";

    private static readonly string[] Files =
    [
        "OTEL_EXPORTER_OTLP_CERTIFICATE",
        "OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE",
        "OTEL_EXPORTER_OTLP_CLIENT_KEY",
    ];

    private static readonly string[] Durations =
    [
        "OTEL_EXPORTER_OTLP_TIMEOUT",
        "OTEL_METRIC_EXPORT_INTERVAL",
        "OTEL_METRIC_EXPORT_TIMEOUT",
    ];

    [GeneratedRegex(@"\A[!#$%&'*+.^_`|~0-9A-Za-z-]+\z")]
    private static partial Regex HeaderName { get; }

    /// <summary>All of them that are set.</summary>
    public static IEnumerable<KeyValuePair<string, string?>> Read() =>
        Environment
            .GetEnvironmentVariables()
            .Cast<DictionaryEntry>()
            .Select(variable => KeyValuePair.Create((string)variable.Key, (string?)variable.Value))
            .Where(variable => variable.Key.StartsWith("OTEL_", StringComparison.Ordinal));

    /// <summary>Whether metrics are to be sent somewhere.</summary>
    /// <param name="variable">Finds a variable; <see langword="null"/> where it is not set.</param>
    /// <exception cref="MisuseException">They are, and a variable cannot be worked with; its value is not told.</exception>
    public static bool AskForExport(Func<string, string?> variable)
    {
        if (string.IsNullOrEmpty(variable(Endpoint)))
        {
            return false;
        }

        Require(Endpoint, IsUrl, "is no http:// or https:// URL, such as http://collector:4317");
        RequireWord("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc", "http/protobuf");
        RequireWord("OTEL_EXPORTER_OTLP_COMPRESSION", "none", "gzip");
        Require(Headers, AreHeaders, "is no list of NAME=VALUE, separated by commas and with other characters as %XX");
        foreach (var name in Durations)
        {
            Require(name, IsDuration, $"is no number of milliseconds from 1 to {int.MaxValue}");
        }

        foreach (var name in Files)
        {
            Require(name, File.Exists, "names no file");
        }

        return true;

        void Require(string name, Func<string, bool> isRight, string error)
        {
            if (variable(name) is { Length: > 0 } value && !isRight(value))
            {
                throw new MisuseException($"{name} {error}");
            }
        }

        void RequireWord(string name, params string[] words) =>
            Require(name, words.Contains, $"must be one of {string.Join(", ", words)}");
    }

    private static bool IsUrl(string value) =>
        Uri.TryCreate(value, UriKind.Absolute, out var url) && url is { Scheme: "http" or "https", Host.Length: > 0 };

    private static bool IsDuration(string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds) && milliseconds > 0;

    private static bool AreHeaders(string value) =>
        value
            .Split(',', StringSplitOptions.RemoveEmptyEntries)
            .Select(header => Uri.UnescapeDataString(header).Split('=', 2))
            .All(header =>
                header is [var name, var text]
                && HeaderName.IsMatch(name.Trim())
                && text.All(character => character is >= ' ' and < (char)0x7f)
            );
}
