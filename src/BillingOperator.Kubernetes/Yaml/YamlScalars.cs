using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace BillingOperator.Kubernetes.Yaml;

/// <summary>
/// What a scalar means to Kubernetes, whose YAML is 1.1: unquoted, <c>yes</c> and <c>off</c> are booleans, and
/// <c>0011</c> is the octal number 9 (sigs.k8s.io/yaml).
/// </summary>
internal static partial class YamlScalars
{
    private const string TagPrefix = "tag:yaml.org,2002:";

    /// <summary>The JSON value; <see langword="null"/> for null.</summary>
    /// <exception cref="YamlFormatException">It is none, such as <c>.inf</c> or <c>!!int x</c>.</exception>
    public static JsonNode? Resolve(Scalar scalar)
    {
        var text = scalar.Value;
        var tag = scalar.Tag is { IsEmpty: false, IsNonSpecific: false } written ? written.Value : "";
        if (tag == $"{TagPrefix}binary")
        {
            return JsonValue.Create(Encoding.UTF8.GetString(Decode(scalar, text)));
        }

        if (scalar.Style is not (ScalarStyle.Plain or ScalarStyle.Any) || tag == $"{TagPrefix}str")
        {
            return JsonValue.Create(text);
        }

        var value = ResolvePlain(text);
        if (NoNumber().IsMatch(text) || !IsOf(tag, value))
        {
            throw new YamlFormatException(
                YamlParser.Spot(scalar.Start),
                $"{text} is no {(tag.Length == 0 ? "number" : $"!!{tag.Split(':')[^1]}")} that JSON has: put it in quotes, "
                    + "without a tag"
            );
        }

        return value;
    }

    private static byte[] Decode(Scalar scalar, string base64)
    {
        try
        {
            return Convert.FromBase64String(base64);
        }
        catch (FormatException)
        {
            throw new YamlFormatException(
                YamlParser.Spot(scalar.Start),
                "A !!binary is Base64: remove the tag, or encode it"
            );
        }
    }

    private static bool IsOf(string tag, JsonNode? value) =>
        (tag.StartsWith(TagPrefix, StringComparison.Ordinal) ? tag[TagPrefix.Length..] : "") switch
        {
            "null" => value is null,
            "bool" => value?.GetValueKind() is JsonValueKind.True or JsonValueKind.False,
            "int" or "float" => value?.GetValueKind() is JsonValueKind.Number,
            _ => true,
        };

    private static JsonValue? ResolvePlain(string text) =>
        text switch
        {
            "" or "~" or "null" or "Null" or "NULL" => null,
            "true" or "True" or "TRUE" or "yes" or "Yes" or "YES" or "on" or "On" or "ON" or "y" or "Y" =>
                JsonValue.Create(true),
            "false" or "False" or "FALSE" or "no" or "No" or "NO" or "off" or "Off" or "OFF" or "n" or "N" =>
                JsonValue.Create(false),
            _ => ResolveNumber(text) ?? JsonValue.Create(text),
        };

    private static JsonValue? ResolveNumber(string text)
    {
        var plain = text.Replace("_", "", StringComparison.Ordinal);
        if (plain.Length == 0 || !(char.IsAsciiDigit(plain[0]) || plain[0] is '+' or '-' or '.'))
        {
            return null;
        }

        if (Integer().Match(plain) is { Success: true } integer)
        {
            var magnitude = ReadInteger(integer);
            if (magnitude <= long.MaxValue)
            {
                var value = (long)magnitude;
                return JsonValue.Create(integer.Groups["sign"].Value == "-" ? -value : value);
            }
        }

        return
            Float().IsMatch(plain)
            && double.TryParse(plain, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && double.IsFinite(number)
            ? JsonValue.Create(number)
            : null;
    }

    private static BigInteger ReadInteger(Match integer)
    {
        var (digits, radix) =
            integer.Groups["hex"] is { Success: true } hex ? (hex.Value, 16)
            : integer.Groups["octal"] is { Success: true } octal ? (octal.Value, 8)
            : integer.Groups["binary"] is { Success: true } binary ? (binary.Value, 2)
            : (integer.Groups["decimal"].Value, 10);
        return digits.Aggregate(
            BigInteger.Zero,
            (sum, digit) => (sum * radix) + int.Parse([digit], NumberStyles.HexNumber, CultureInfo.InvariantCulture)
        );
    }

    [GeneratedRegex(
        "^(?<sign>[-+]?)(0[xX](?<hex>[0-9a-fA-F]+)|0[oO]?(?<octal>[0-7]+)|0[bB](?<binary>[01]+)|(?<decimal>0|[1-9][0-9]*))$"
    )]
    private static partial Regex Integer();

    [GeneratedRegex(@"^([-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))$")]
    private static partial Regex NoNumber();

    [GeneratedRegex(@"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$")]
    private static partial Regex Float();
}
