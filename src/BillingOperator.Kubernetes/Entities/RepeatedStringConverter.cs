using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace BillingOperator.Kubernetes.Entities;

/// <summary>
/// Reads a string that many objects have in common, such as a kind or a condition's reason, so that equal ones are one
/// instance: a cache of many objects holds them once. For properties with few different values; others push those out.
/// </summary>
public sealed class RepeatedStringConverter : JsonConverter<string>
{
    private const int LongestUtf8 = 256;

    /// <summary>Each string in the one place that its hash gives; whoever comes later takes the place.</summary>
    private static readonly string?[] Recent = new string?[1024];

    /// <inheritdoc/>
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (
            reader.TokenType != JsonTokenType.String
            || reader.HasValueSequence
            || reader.ValueIsEscaped
            || reader.ValueSpan.Length > LongestUtf8
        )
        {
            return reader.GetString();
        }

        var hash = default(HashCode);
        hash.AddBytes(reader.ValueSpan);
        ref var place = ref Recent[(uint)hash.ToHashCode() % Recent.Length];
        var recent = Volatile.Read(ref place);
        if (recent is null || !Ascii.Equals(reader.ValueSpan, recent))
        {
            Volatile.Write(ref place, recent = reader.GetString());
        }

        return recent;
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value);
}
