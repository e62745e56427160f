using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace BillingOperator.Kubernetes.Yaml;

/// <summary>A parser of the YAML that Kubernetes reads. All that it throws has a place.</summary>
/// <param name="text">YAML, or JSON, which is YAML but for tabs between its parts and some escapes in its strings.</param>
/// <param name="refusesDirectives">Whether a directive is an error.</param>
internal sealed partial class YamlParser(string text, bool refusesDirectives)
{
    /// <summary>How deep an object may be: a reader of nodes calls itself for each level.</summary>
    public const int MaxDepth = 100;

    // In the strings of JSON a tab cannot stand unescaped.
    private readonly bool _isJson = text.AsSpan().TrimStart() is ['{' or '[', ..];
    private Parser? _parser;
    private int _depth;
    private int _end;

    /// <summary>The next part; <see langword="null"/> at the end.</summary>
    /// <exception cref="YamlFormatException">The text is no YAML, or none that Kubernetes reads.</exception>
    public ParsingEvent? Next()
    {
        _parser ??= new Parser(new StringReader(_isJson ? text.Replace('\t', ' ') : text));
        var reached = _parser.Current is { } last ? Spot(last.Start) : new YamlSpot(1, 1);
        try
        {
            if (!_parser.MoveNext())
            {
                return null;
            }
        }
        // YamlDotNet has errors of its own: {name: d, a line break and spec: [ is an InvalidOperationException.
        catch (Exception error)
            when (error is YamlException or InvalidOperationException or ArgumentException or FormatException)
        {
            var placed = (error as YamlException)?.Start is { Index: > 0 } start ? Spot(start) : (YamlSpot?)null;
            throw new YamlFormatException(placed ?? reached, error.Message, error)
            {
                ReachedLine = reached.Line,
                IsPlaced = placed is not null || error is not YamlException,
            };
        }

        var part = _parser.Current!;
        switch (part)
        {
            case Scalar { Style: ScalarStyle.DoubleQuoted } quoted when !_isJson:
                RefuseEscapesOfJson(quoted);
                break;
            case DocumentStart document when refusesDirectives:
                RefuseDirectives(document);
                break;
            case DocumentEnd:
                _end = Index(part.End);
                break;
            case MappingStart or SequenceStart when ++_depth > MaxDepth:
                // A stack that overflows ends the process.
                throw new YamlFormatException(
                    Spot(part.Start),
                    $"This is more than {MaxDepth} levels deep: no object of Kubernetes is"
                );
            case MappingEnd or SequenceEnd:
                _depth--;
                break;
        }

        return part;
    }

    /// <summary>A mark of the parser as a place.</summary>
    public static YamlSpot Spot(Mark mark) => new((int)mark.Line, (int)mark.Column);

    // Kubernetes' YAML does not know them, and refuses the whole document.
    private void RefuseEscapesOfJson(Scalar quoted)
    {
        if (EscapeOfJson().Match(text[Index(quoted.Start)..Index(quoted.End)]) is { Success: true } escape)
        {
            throw new YamlFormatException(
                Spot(quoted.Start),
                $"{escape.Groups["escape"].Value} is no escape in YAML: write the character itself"
            );
        }
    }

    // Kubernetes splits a file at its --- before it reads YAML, and so cuts a directive from its document.
    private void RefuseDirectives(DocumentStart document)
    {
        if (Directive().Match(text[_end..Index(document.End)]) is { Success: true } directive)
        {
            throw new YamlFormatException(
                new YamlSpot(text.AsSpan(0, _end + directive.Index).Count('\n') + 1, 1),
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
