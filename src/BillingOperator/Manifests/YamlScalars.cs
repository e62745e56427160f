using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace BillingOperator.Manifests;

/// <summary>
/// What a scalar means to Kubernetes, whose YAML is 1.1: unquoted, <c>yes</c> and <c>off</c> are booleans, and
/// <c>0011</c> is the octal number 9 (sigs.k8s.io/yaml).
/// </summary>
internal static partial class YamlScalars
{
    private const string StringTag = "tag:yaml.org,2002:str";

    /// <summary>The JSON value; <see langword="null"/> for null.</summary>
    public static JsonNode? Resolve(YamlScalarNode scalar)
    {
        var text = scalar.Value ?? "";
        var isText =
            scalar.Style is not (ScalarStyle.Plain or ScalarStyle.Any)
            || (!scalar.Tag.IsEmpty && !scalar.Tag.IsNonSpecific && scalar.Tag.Value == StringTag);
        if (isText)
        {
            return JsonValue.Create(text);
        }

        return text switch
        {
            "" or "~" or "null" or "Null" or "NULL" => null,
            "true" or "True" or "TRUE" or "yes" or "Yes" or "YES" or "on" or "On" or "ON" or "y" or "Y" =>
                JsonValue.Create(true),
            "false" or "False" or "FALSE" or "no" or "No" or "NO" or "off" or "Off" or "OFF" or "n" or "N" =>
                JsonValue.Create(false),
            _ => ResolveNumber(text) ?? JsonValue.Create(text),
        };
    }

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

    [GeneratedRegex(@"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$")]
    private static partial Regex Float();
}
