using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using BillingOperator.Kubernetes.Entities;
using k8s.Models;

namespace BillingOperator.Kubernetes.Client;

/// <summary>
/// Decodes a watch: one JSON object a line, <c>{"type":"ADDED","object":{…}}</c>, of any size, through pooled buffers.
/// </summary>
internal sealed class WatchEventReader<TEntity>(Stream stream, JsonTypeInfo<TEntity> typeInfo)
    where TEntity : class
{
    private const byte NewLine = (byte)'\n';

    /// <summary>Reads to the end of the stream.</summary>
    /// <exception cref="KubernetesException">The server reports an error and ends the watch.</exception>
    /// <exception cref="IOException">The stream ends within an event, or holds something else.</exception>
    public async IAsyncEnumerable<WatchEvent<TEntity>> ReadAllAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var pipe = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: 16 * 1024));
        try
        {
            long searched = 0;
            while (true)
            {
                var result = await pipe.ReadAsync(cancellationToken).ConfigureAwait(false);
                var buffer = result.Buffer;
                while (buffer.Slice(searched).PositionOf(NewLine) is { } end)
                {
                    var line = buffer.Slice(0, end);
                    buffer = buffer.Slice(buffer.GetPosition(1, end));
                    searched = 0;
                    yield return Decode(line);
                }

                searched = buffer.Length;
                pipe.AdvanceTo(buffer.Start, buffer.End);
                if (result.IsCompleted)
                {
                    if (searched > 0)
                    {
                        throw new EndOfStreamException("The watch broke off within an event.");
                    }

                    yield break;
                }
            }
        }
        finally
        {
            await pipe.CompleteAsync().ConfigureAwait(false);
        }
    }

    private WatchEvent<TEntity> Decode(ReadOnlySequence<byte> line)
    {
        try
        {
            var reader = new Utf8JsonReader(line);
            var type = FindObject(ref reader);
            if (type == "ERROR")
            {
                throw Refusal(JsonSerializer.Deserialize(ref reader, KubernetesJsonContext.Default.V1Status));
            }

            var entity = EntityDecoder.Decode(reader, typeInfo);
            return new WatchEvent<TEntity>(Type(type), entity ?? throw new JsonException("The object is null."));
        }
        catch (JsonException e)
        {
            throw new IOException($"The watch of {typeof(TEntity).Name} holds no event of it: {e.Message}", e);
        }
    }

    /// <summary>Moves to the value of <c>object</c> and returns that of <c>type</c>, in whatever order they come.</summary>
    private static string? FindObject(ref Utf8JsonReader reader)
    {
        string? type = null;
        var value = default(Utf8JsonReader);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isType = reader.ValueTextEquals("type"u8);
            var isObject = reader.ValueTextEquals("object"u8);
            reader.Read();
            type = isType ? reader.GetString() : type;
            value = isObject ? reader : value;
            if (type is not null && value.TokenType != JsonTokenType.None)
            {
                break;
            }

            reader.Skip();
        }

        reader = value.TokenType != JsonTokenType.None ? value : throw new JsonException("There is no object in it.");
        return type;
    }

    private static WatchEventType Type(string? type) =>
        type switch
        {
            "ADDED" => WatchEventType.Added,
            "MODIFIED" => WatchEventType.Modified,
            "DELETED" => WatchEventType.Deleted,
            "BOOKMARK" => WatchEventType.Bookmark,
            _ => throw new JsonException($"There is no event type '{type}'."),
        };

    private static KubernetesException Refusal(V1Status? status) =>
        new((HttpStatusCode)(status?.Code ?? (int)HttpStatusCode.InternalServerError), status ?? new V1Status())
        {
            RetryAfter = status?.Details?.RetryAfterSeconds is > 0 and var seconds
                ? TimeSpan.FromSeconds(seconds)
                : null,
        };
}
