using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace BillingOperator.Manifests;

/// <summary>A YAML parser that knows how far it has come, and how deep: a reader of nodes calls itself for each level.</summary>
/// <param name="text">YAML, or JSON, which is YAML but for some escapes in its strings.</param>
/// <param name="isJson">Whether it is JSON.</param>
internal sealed partial class PlacedParser(string text, bool isJson) : IParser
{
    private const int MaxDepth = 100;

    private readonly Parser _parser = new(new StringReader(text));
    private int _depth;

    /// <inheritdoc/>
    public ParsingEvent? Current => _parser.Current;

    /// <summary>Where the last part that was read begins.</summary>
    public SourceSpot Spot =>
        Current is { } part ? new SourceSpot((int)part.Start.Line, (int)part.Start.Column) : new SourceSpot(1, 1);

    /// <inheritdoc/>
    /// <exception cref="YamlException">The text is no YAML, or is too deep.</exception>
    public bool MoveNext()
    {
        if (!_parser.MoveNext())
        {
            return false;
        }

        if (!isJson && Current is Scalar { Style: ScalarStyle.DoubleQuoted } quoted)
        {
            RefuseEscapesOfJson(quoted);
        }

        _depth += Current switch
        {
            MappingStart or SequenceStart => 1,
            MappingEnd or SequenceEnd => -1,
            _ => 0,
        };
        return _depth <= MaxDepth
            ? true
            : throw new YamlException(Current!.Start, Current.End, $"This is more than {MaxDepth} levels deep");
    }

    // Kubernetes' YAML does not know them, and refuses the whole document.
    private void RefuseEscapesOfJson(Scalar quoted)
    {
        var start = (int)Math.Min(quoted.Start.Index, text.Length);
        var end = (int)Math.Clamp(quoted.End.Index, start, text.Length);
        if (EscapeOfJson().Match(text[start..end]) is { Success: true } escape)
        {
            throw new YamlException(
                quoted.Start,
                quoted.End,
                $"{escape.Groups["escape"].Value} is no escape in YAML: write the character itself"
            );
        }
    }

    [GeneratedRegex(@"(?<!\\)(\\\\)*(?<escape>\\(/|u[dD][89a-fA-F][0-9a-fA-F]{2}))")]
    private static partial Regex EscapeOfJson();
}
