using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace BillingOperator.Kubernetes.Entities;

/// <summary>
/// Writes a time as the API machinery's <c>MicroTime</c>: UTC with exactly six digits after the second,
/// <c>2026-11-30T23:59:59.000000Z</c>. API servers before 1.22 refuse any other number of digits.
/// </summary>
public sealed class MicroTimeConverter : JsonConverter<DateTimeOffset>
{
    /// <inheritdoc/>
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetDateTimeOffset();

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options)
    {
        Span<byte> text = stackalloc byte[32];
        value.UtcDateTime.TryFormat(
            text,
            out var length,
            "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'",
            CultureInfo.InvariantCulture
        );
        writer.WriteStringValue(text[..length]);
    }
}
