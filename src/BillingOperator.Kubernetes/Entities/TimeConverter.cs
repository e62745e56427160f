using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace BillingOperator.Kubernetes.Entities;

/// <summary>Reads a time in any precision and zone as UTC, and writes it as the API machinery does.</summary>
internal sealed class TimeConverter : JsonConverter<DateTime>
{
    private readonly string _format;

    private TimeConverter(string format) => _format = format;

    /// <summary><c>Time</c>: whole seconds, <c>2026-11-30T23:59:59Z</c>. Fractions are cut off.</summary>
    public static TimeConverter Seconds { get; } = new("yyyy-MM-dd'T'HH:mm:ss'Z'");

    /// <summary>
    /// <c>MicroTime</c>: exactly six digits after the second, <c>2026-11-30T23:59:59.000000Z</c>. API servers before 1.22
    /// refuse any other number of them, and KubernetesClient's own converter writes none for a whole second.
    /// </summary>
    public static TimeConverter Micro { get; } = new("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'");

    /// <inheritdoc/>
    public override DateTime Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetDateTimeOffset().UtcDateTime;

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, DateTime value, JsonSerializerOptions options)
    {
        Span<byte> text = stackalloc byte[32];
        value.ToUniversalTime().TryFormat(text, out var length, _format, CultureInfo.InvariantCulture);
        writer.WriteStringValue(text[..length]);
    }
}
