using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace BillingOperator.Billing.Records;

/// <summary>
/// How everything in the bucket is read and written as JSON. Names beyond ASCII stay readable: the objects are data
/// files and are never put into a web page.
/// </summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(BillingRecord))]
[JsonSerializable(typeof(RunManifest))]
[JsonSerializable(typeof(LatestPointer))]
[JsonSerializable(typeof(PrefixClaim))]
internal sealed partial class BucketJsonContext : JsonSerializerContext
{
    /// <summary>One line, for records.</summary>
    public static BucketJsonContext Compact { get; } = new(SnakeCase(writeIndented: false));

    /// <summary>Many lines, for what people open.</summary>
    public static BucketJsonContext Indented { get; } = new(SnakeCase(writeIndented: true));

    /// <summary>Reads an object of the bucket.</summary>
    /// <exception cref="InvalidDataException">The bytes are something else; the message names the key.</exception>
    public static T Read<T>(string key, ReadOnlyMemory<byte> content, JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(content.Span, type) ?? throw new InvalidDataException(Foreign(key));
        }
        catch (JsonException error)
        {
            throw new InvalidDataException(Foreign(key), error);
        }
    }

    /// <summary>Writes an object of the bucket.</summary>
    /// <param name="value">The object.</param>
    /// <param name="type">Its shape.</param>
    /// <param name="capacity">Bytes that will do, so that a large one is not copied from buffer to buffer while it grows.</param>
    public static ReadOnlyMemory<byte> Write<T>(T value, JsonTypeInfo<T> type, int capacity = 0)
    {
        using var buffer = new MemoryStream(capacity);
        JsonSerializer.Serialize(buffer, value, type);
        return buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
    }

    private static string Foreign(string key) => $"object {key} is not what the operator writes there";

    private static JsonSerializerOptions SnakeCase(bool writeIndented) =>
        new()
        {
            PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            WriteIndented = writeIndented,
            NewLine = "\n",
            Converters = { new UtcTimeConverter() },
        };
}
