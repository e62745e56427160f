using System.Text;

namespace BillingOperator.Tests.EndToEnd.Visibility;

/// <summary>Finds fields in a protobuf message by their numbers (protobuf.dev: encoding), without its schema.</summary>
internal static class ProtobufFields
{
    /// <summary>The text of the first field at a path; <see langword="null"/> where there is none.</summary>
    public static string? Text(ReadOnlyMemory<byte> message, params int[] path) =>
        Of(message, path).Select(field => Encoding.UTF8.GetString(field.Span)).FirstOrDefault();

    /// <summary>The contents of all length-delimited fields at a path of field numbers.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> Of(ReadOnlyMemory<byte> message, params int[] path) =>
        path.Aggregate(
            new[] { message }.AsEnumerable(),
            (messages, number) =>
                messages
                    .SelectMany(one => Fields(one).Where(field => field.Number == number))
                    .Select(field => field.Content)
        );

    private static IEnumerable<(int Number, ReadOnlyMemory<byte> Content)> Fields(ReadOnlyMemory<byte> message)
    {
        while (!message.IsEmpty)
        {
            var tag = ReadNumber(ref message);
            var content = (tag & 7) switch
            {
                0 => Skip(ref message, VarintLength(message)),
                1 => Skip(ref message, 8),
                2 => Skip(ref message, (int)ReadNumber(ref message)),
                5 => Skip(ref message, 4),
                var type => throw new FormatException($"protobuf has no wire type {type}"),
            };
            if ((tag & 7) == 2)
            {
                yield return ((int)(tag >> 3), content);
            }
        }
    }

    private static ReadOnlyMemory<byte> Skip(ref ReadOnlyMemory<byte> message, int length)
    {
        var content = message[..length];
        message = message[length..];
        return content;
    }

    private static ulong ReadNumber(ref ReadOnlyMemory<byte> message)
    {
        ulong number = 0;
        var digits = Skip(ref message, VarintLength(message)).Span;
        for (var i = digits.Length - 1; i >= 0; i--)
        {
            number = (number << 7) | (digits[i] & 0x7Fu);
        }
        return number;
    }

    private static int VarintLength(ReadOnlyMemory<byte> message)
    {
        var length = 1;
        while ((message.Span[length - 1] & 0x80) != 0)
        {
            length++;
        }
        return length;
    }
}
