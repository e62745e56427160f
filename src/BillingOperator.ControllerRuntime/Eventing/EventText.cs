using System.Text;

namespace BillingOperator.ControllerRuntime.Eventing;

/// <summary>Keeps an event within the API server's limits (events.k8s.io: validation/events.go).</summary>
internal static class EventText
{
    private const int MaxNoteBytes = 1024;
    private const int MaxReasonLength = 128;
    private const int MaxInstanceLength = 128;
    private const int MaxNameLength = 253;

    /// <summary>A note of at most 1,024 bytes, cut between characters.</summary>
    public static string Note(string message) => Cut(message, MaxNoteBytes);

    /// <summary>A reason of at most 128 bytes.</summary>
    public static string Reason(string reason) => Cut(reason, MaxReasonLength);

    /// <summary>A reporting instance of at most 128 bytes.</summary>
    public static string Instance(string identity) => Cut(identity, MaxInstanceLength);

    /// <summary>A name for an event about an object, not used before.</summary>
    public static string Name(string regarding)
    {
        var suffix = $".{Guid.NewGuid():N}";
        // Cut elsewhere than at its end, a name may end in what no part of a name may end in.
        return Cut(regarding, MaxNameLength - suffix.Length).TrimEnd('.', '-') + suffix;
    }

    /// <summary>The API server counts bytes. A surrogate without its other half is sent as U+FFFD, which has three.</summary>
    private static string Cut(string text, int maxBytes)
    {
        if (Encoding.UTF8.GetByteCount(text) <= maxBytes)
        {
            return text;
        }

        var bytes = 0;
        var length = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            bytes += rune.Utf8SequenceLength;
            if (bytes > maxBytes)
            {
                break;
            }

            length += rune.Utf16SequenceLength;
        }

        return text[..length];
    }
}
