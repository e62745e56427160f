using System.Globalization;
using System.Text;

namespace BillingOperator.TestEnvironment.Metrics;

/// <summary>Reads the Prometheus text format 0.0.4 strictly: every sample after its own HELP and TYPE, none twice.</summary>
public static class PrometheusParser
{
    /// <summary>Reads all of a scrape.</summary>
    /// <returns>The metrics by name.</returns>
    /// <exception cref="FormatException">The text breaks a rule of the format.</exception>
    public static IReadOnlyDictionary<string, ParsedFamily> Parse(string text)
    {
        var families = new Dictionary<string, ParsedFamily>(StringComparer.Ordinal);
        if (text.Length == 0)
        {
            return families;
        }

        Require(text.EndsWith('\n'), "the last line has no end");
        ParsedFamily? family = null;
        string? help = null;
        foreach (var line in text.TrimEnd('\n').Split('\n'))
        {
            var words = line.Split(' ', 4);
            if (words is ["#", "HELP", _, ..])
            {
                help = Unescape(words.Length == 4 ? words[3] : "");
            }
            else if (words is ["#", "TYPE", var name, var type])
            {
                family = new ParsedFamily(name, help ?? throw new FormatException($"no HELP before {line}"), type);
                Require(families.TryAdd(name, family), $"twice: {name}");
                help = null;
            }
            else
            {
                (family ?? throw new FormatException($"no TYPE before {line}")).Add(Sample(line, family));
            }
        }

        return families;
    }

    private static ParsedSample Sample(string line, ParsedFamily family)
    {
        var position = line.IndexOfAny(['{', ' ']);
        var name = line[..position];
        string[] allowed =
            family.Type == "histogram"
                ? [$"{family.Name}_bucket", $"{family.Name}_sum", $"{family.Name}_count"]
                : [family.Name];
        Require(allowed.Contains(name), $"{name} among {family.Name}");
        List<(string, string)> labels = [];
        if (line[position] == '{')
        {
            while (line[position] != '}')
            {
                labels.Add(Label(line, ref position));
            }

            position++;
        }

        Require(line[position] == ' ', line);
        var number = line[(position + 1)..];
        return new ParsedSample(
            name,
            labels,
            number == "+Inf" ? double.PositiveInfinity : double.Parse(number, CultureInfo.InvariantCulture)
        );
    }

    /// <summary>Reads <c>name="value"</c> after an opening brace or a comma.</summary>
    private static (string Name, string Value) Label(string line, ref int position)
    {
        var equals = line.IndexOf("=\"", position, StringComparison.Ordinal);
        var name = line[(position + 1)..equals];
        var value = new StringBuilder();
        for (position = equals + 2; line[position] != '"'; position++)
        {
            value.Append(line[position]);
            if (line[position] == '\\')
            {
                value.Append(line[++position]);
            }
        }

        position++;
        return (name, Unescape(value.ToString()));
    }

    private static void Require(bool condition, string fault)
    {
        if (!condition)
        {
            throw new FormatException($"no Prometheus text: {fault}");
        }
    }

    private static string Unescape(string text)
    {
        var plain = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            plain.Append(
                text[i] != '\\'
                    ? text[i]
                    : text[++i] switch
                    {
                        'n' => '\n',
                        var other => other,
                    }
            );
        }

        return plain.ToString();
    }
}
