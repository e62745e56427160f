using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;

namespace BillingOperator.Kubernetes.Client;

/// <summary>
/// Leaves text as it is, in UTF-8, and escapes only what JSON or YAML cannot hold otherwise. The API server reads the body
/// of a server-side apply as YAML, which refuses JSON's escapes of characters beyond U+FFFF (<c>\ud83d\ude80</c>), and
/// which takes control characters and line separators only as escapes. A surrogate without its other half becomes U+FFFD.
/// </summary>
/// <remarks>.NET's own encoders escape everything beyond U+FFFF, the relaxed one too.</remarks>
internal sealed unsafe class PlainJsonEncoder : JavaScriptEncoder
{
    private static readonly SearchValues<char> PlainAscii = SearchValues.Create([
        .. Enumerable.Range(' ', '~' - ' ' + 1).Select(code => (char)code).Except(['"', '\\']),
    ]);

    private PlainJsonEncoder() { }

    /// <summary>The only one: it has no state.</summary>
    public static PlainJsonEncoder Instance { get; } = new();

    /// <inheritdoc/>
    public override int MaxOutputCharactersPerInputCharacter => "\\u0000".Length;

    /// <inheritdoc/>
    public override bool WillEncode(int unicodeScalar) =>
        unicodeScalar
            is < ' '
                or '"'
                or '\\'
                or (>= 0x7F and <= 0x9F)
                or 0x2028
                or 0x2029
                or (>= 0xD800 and <= 0xDFFF)
                or 0xFEFF
                or 0xFFFE
                or 0xFFFF;

    /// <inheritdoc/>
    public override int FindFirstCharacterToEncode(char* text, int textLength)
    {
        var all = new ReadOnlySpan<char>(text, textLength);
        var index = all.IndexOfAnyExcept(PlainAscii);
        while (index >= 0 && index < textLength)
        {
            var status = Rune.DecodeFromUtf16(all[index..], out var rune, out var length);
            if (status != OperationStatus.Done || WillEncode(rune.Value))
            {
                return index;
            }

            index += length;
        }

        return -1;
    }

    /// <inheritdoc/>
    public override bool TryEncodeUnicodeScalar(
        int unicodeScalar,
        char* buffer,
        int bufferLength,
        out int numberOfCharactersWritten
    )
    {
        var target = new Span<char>(buffer, bufferLength);
        var rune = Rune.IsValid(unicodeScalar) ? new Rune(unicodeScalar) : Rune.ReplacementChar;
        if (!WillEncode(rune.Value))
        {
            return rune.TryEncodeToUtf16(target, out numberOfCharactersWritten);
        }

        var escape = rune.Value switch
        {
            '"' => "\\\"",
            '\\' => "\\\\",
            '\n' => "\\n",
            '\r' => "\\r",
            '\t' => "\\t",
            var code => $"\\u{code:x4}",
        };
        var fits = escape.TryCopyTo(target);
        numberOfCharactersWritten = fits ? escape.Length : 0;
        return fits;
    }
}
