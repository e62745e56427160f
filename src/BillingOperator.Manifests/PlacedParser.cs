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
    private int _end;

    /// <inheritdoc/>
    public ParsingEvent? Current => _parser.Current;

    /// <summary>Where the last part that was read begins.</summary>
    public SourceSpot Spot =>
        Current is { } part ? new SourceSpot((int)part.Start.Line, (int)part.Start.Column) : new SourceSpot(1, 1);

    /// <inheritdoc/>
    /// <exception cref="YamlException">The text is no YAML, or none that Kubernetes reads.</exception>
    public bool MoveNext()
    {
        if (!_parser.MoveNext())
        {
            return false;
        }

        switch (Current)
        {
            case Scalar { Style: ScalarStyle.DoubleQuoted } quoted when !isJson:
                RefuseEscapesOfJson(quoted);
                break;
            case DocumentStart document:
                RefuseDirectives(document);
                break;
            case DocumentEnd:
                _end = Index(Current.End);
                break;
        }

        _depth += Current switch
        {
            MappingStart or SequenceStart => 1,
            MappingEnd or SequenceEnd => -1,
            _ => 0,
        };
        return _depth <= MaxDepth
            ? true
            : throw new NoManifestException(
                Current!.Start,
                Current.End,
                $"This is more than {MaxDepth} levels deep: no object of Kubernetes is"
            );
    }

    // Kubernetes' YAML does not know them, and refuses the whole document.
    private void RefuseEscapesOfJson(Scalar quoted)
    {
        if (EscapeOfJson().Match(text[Index(quoted.Start)..Index(quoted.End)]) is { Success: true } escape)
        {
            throw new NoManifestException(
                quoted.Start,
                quoted.End,
                $"{escape.Groups["escape"].Value} is no escape in YAML: write the character itself"
            );
        }
    }

    // Kubernetes splits a file at its --- before it reads YAML, and so cuts a directive from its document.
    private void RefuseDirectives(DocumentStart document)
    {
        if (Directive().Match(text[_end..Index(document.End)]) is { Success: true } directive)
        {
            var index = _end + directive.Index;
            throw new NoManifestException(
                new Mark(index, text.AsSpan(0, index).Count('\n') + 1, 1),
                document.End,
                $"{directive.Value.TrimEnd()} is a directive, which Kubernetes does not read: remove the line"
            );
        }
    }

    private int Index(Mark mark) => (int)Math.Min(mark.Index, text.Length);

    [GeneratedRegex(@"^%.*", RegexOptions.Multiline)]
    private static partial Regex Directive();

    [GeneratedRegex(@"(?<!\\)(\\\\)*(?<escape>\\(/|u[dD][89a-fA-F][0-9a-fA-F]{2}))")]
    private static partial Regex EscapeOfJson();
}
