using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace BillingOperator.Kubernetes.Entities;

/// <summary>
/// Writes a time as the API machinery's <c>Time</c>: UTC, whole seconds, <c>2026-11-30T23:59:59Z</c>. Fractions are cut
/// off, so that a time written and read again may be earlier by less than a second.
/// </summary>
public sealed class SecondsTimeConverter : JsonConverter<DateTimeOffset>
{
    /// <inheritdoc/>
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetDateTimeOffset();

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options)
    {
        Span<byte> text = stackalloc byte[32];
        value.UtcDateTime.TryFormat(text, out var length, "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        writer.WriteStringValue(text[..length]);
    }
}
