using System.Buffers;
using System.Net.Http.Headers;
using System.Text.Json;

namespace BillingOperator.Kubernetes.Client;

/// <summary>A JSON merge patch (RFC 7386) that sets annotations and leaves everything else as it is.</summary>
internal sealed class AnnotationsContent : ByteArrayContent
{
    public AnnotationsContent(IReadOnlyDictionary<string, string> annotations)
        : base(Serialize(annotations))
    {
        Headers.ContentType = new MediaTypeHeaderValue("application/merge-patch+json");
    }

    private static byte[] Serialize(IReadOnlyDictionary<string, string> annotations)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartObject("metadata");
            json.WriteStartObject("annotations");
            foreach (var (name, value) in annotations)
            {
                json.WriteString(name, value);
            }
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }
}
