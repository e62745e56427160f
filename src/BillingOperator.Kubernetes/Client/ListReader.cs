using System.IO.Pipelines;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using BillingOperator.Kubernetes.Entities;
using k8s.Models;

namespace BillingOperator.Kubernetes.Client;

/// <summary>
/// Decodes a list object by object, <c>{"items":[…],"metadata":{…}}</c> with its fields in whatever order, so that only
/// one object at a time is in memory twice.
/// </summary>
/// <param name="stream">The list.</param>
/// <param name="typeInfo">The shape of its objects.</param>
/// <param name="keep">See <see cref="IKubernetesClient.ListAsync{TEntity}(ListOptions, Func{TEntity, TEntity}, CancellationToken)"/>.</param>
internal sealed class ListReader<TEntity>(Stream stream, JsonTypeInfo<TEntity> typeInfo, Func<TEntity, TEntity> keep)
    where TEntity : class
{
    private readonly List<TEntity> _items = [];
    private bool _hasItems;
    private V1ListMeta? _metadata;
    private JsonReaderState _state;

    /// <summary>Reads to the end of the stream.</summary>
    /// <exception cref="JsonException">It is no list, or ends within it.</exception>
    public async Task<EntityList<TEntity>> ReadAsync(CancellationToken cancellationToken)
    {
        var pipe = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: 16 * 1024));
        try
        {
            ReadResult result;
            do
            {
                result = await pipe.ReadAsync(cancellationToken).ConfigureAwait(false);
                pipe.AdvanceTo(Decode(result), result.Buffer.End);
            } while (!result.IsCompleted);
        }
        finally
        {
            await pipe.CompleteAsync().ConfigureAwait(false);
        }

        // An answer that is something else must not pass for an empty list: a cache would forget everything.
        return _hasItems && _metadata is not null
            ? new EntityList<TEntity> { Metadata = _metadata, Items = _items }
            : throw new JsonException("It is no list: it lacks items or metadata.");
    }

    /// <summary>Decodes what has arrived whole.</summary>
    /// <returns>Where that ends.</returns>
    private SequencePosition Decode(ReadResult result)
    {
        var reader = new Utf8JsonReader(result.Buffer, result.IsCompleted, _state);
        var decoded = result.Buffer.Start;
        while (TryDecodeNext(ref reader))
        {
            (_state, decoded) = (reader.CurrentState, reader.Position);
        }

        return decoded;
    }

    /// <summary>Decodes a field of the list, or an object in it.</summary>
    /// <returns>Whether it was there whole.</returns>
    private bool TryDecodeNext(ref Utf8JsonReader reader)
    {
        if (!reader.Read())
        {
            return false;
        }

        if (reader.TokenType == JsonTokenType.PropertyName)
        {
            var isItems = reader.ValueTextEquals("items"u8);
            var isMetadata = reader.ValueTextEquals("metadata"u8);
            if (!reader.Read())
            {
                return false;
            }

            if (isItems && reader.TokenType is JsonTokenType.StartArray or JsonTokenType.Null)
            {
                return _hasItems = true;
            }

            return isMetadata
                ? TryDecode(ref reader, KubernetesJsonContext.Default.V1ListMeta, out _metadata)
                : reader.TrySkip();
        }

        if (reader.CurrentDepth < 2)
        {
            return true;
        }

        if (!TryDecode(ref reader, typeInfo, out var item))
        {
            return false;
        }

        _items.Add(keep(item ?? throw new JsonException("An object is null.")));
        return true;
    }

    private static bool TryDecode<T>(ref Utf8JsonReader reader, JsonTypeInfo<T> typeInfo, out T? value)
    {
        var start = reader;
        var isWhole = reader.TrySkip();
        value = isWhole ? EntityDecoder.Decode(start, typeInfo) : default;
        return isWhole;
    }
}
