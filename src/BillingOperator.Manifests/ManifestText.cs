using System.Buffers;
using System.Text;
using System.Text.Unicode;
using BillingOperator.Kubernetes.Yaml;

namespace BillingOperator.Manifests;

/// <summary>Turns the bytes of a file into text, as Kubernetes does: UTF-8, and of control characters tab and line breaks only.</summary>
internal static class ManifestText
{
    /// <summary>All that YAML does not allow (YAML 1.1: <c>c-printable</c>); what is no character at all included.</summary>
    private static readonly SearchValues<char> NotAllowed = SearchValues.Create([
        .. Enumerable
            .Range(0, 0xA0)
            .Select(code => (char)code)
            .Where(character => char.IsControl(character) && character is not ('\t' or '\n' or '\r' or '\u0085')),
        '\uFFFE',
        '\uFFFF',
    ]);

    /// <summary>Reads the text.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="error">What is wrong with it and what to do.</param>
    /// <param name="spot">Where.</param>
    /// <returns>The text, without a byte order mark; <see langword="null"/> if there is an error.</returns>
    public static string? Decode(ReadOnlySpan<byte> bytes, out string? error, out YamlSpot spot)
    {
        spot = new YamlSpot(1, 1);
        if (FindOtherEncoding(bytes) is { } other)
        {
            error = $"The file is {other}, of which kubectl reads the first document at best: save it as UTF-8";
            return null;
        }

        bytes = bytes.StartsWith(Encoding.UTF8.Preamble) ? bytes[Encoding.UTF8.Preamble.Length..] : bytes;
        var characters = new char[bytes.Length];
        var status = Utf8.ToUtf16(bytes, characters, out _, out var length, replaceInvalidSequences: false);
        var text = characters.AsSpan(0, length);
        if (status != OperationStatus.Done)
        {
            error = "The file is not UTF-8: save it as UTF-8";
            spot = SpotOf(text, length);
            return null;
        }

        var index = text.IndexOfAny(NotAllowed);
        if (index >= 0)
        {
            spot = SpotOf(text, index);
            error =
                text[index] == 0
                    ? "The file holds a NUL (U+0000), which no text does: remove it, or name another file"
                    : $"The file holds the character U+{(int)text[index]:X4}, which YAML does not allow: remove it";
            return null;
        }

        error = null;
        return new string(text);
    }

    // With or without a byte order mark: a manifest begins with two ASCII characters.
    private static string? FindOtherEncoding(ReadOnlySpan<byte> bytes) =>
        bytes switch
        {
            [0xFF, 0xFE, 0, 0, ..] or [0, 0, 0xFE, 0xFF, ..] or [not 0, 0, 0, 0, ..] or [0, 0, 0, not 0, ..] =>
                "UTF-32",
            [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] or [not 0, 0, not 0, 0, ..] or [0, not 0, 0, not 0, ..] => "UTF-16",
            _ => null,
        };

    private static YamlSpot SpotOf(ReadOnlySpan<char> text, int index)
    {
        var before = text[..index];
        return new YamlSpot(before.Count('\n') + 1, index - before.LastIndexOf('\n'));
    }
}
