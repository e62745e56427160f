using System.Text.RegularExpressions;
using BillingOperator.Billing.Text;

namespace BillingOperator.Billing.Validation;

/// <summary>What makes a URL fit to be the endpoint of an S3-compatible store, by the same grammar as the CRD's rules.</summary>
internal static partial class EndpointUrl
{
    private const int MaxLength = 256;

    private const string Scheme = "^[hH][tT][tT][pP][sS]?://";

    private const string Port =
        "([1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])";

    private const string Label = "[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?";

    private const string Octet = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";

    private const string Group = "[0-9A-Fa-f]{1,4}";

    private const string IPv6 =
        $"(({Group}:){{7}}{Group}|({Group}:){{1,7}}:|({Group}:){{1,6}}(:{Group}){{1,1}}|({Group}:){{1,5}}(:{Group}){{1,2}}"
        + $"|({Group}:){{1,4}}(:{Group}){{1,3}}|({Group}:){{1,3}}(:{Group}){{1,4}}|({Group}:){{1,2}}(:{Group}){{1,5}}"
        + $"|({Group}:){{1,1}}(:{Group}){{1,6}}|:(:{Group}){{1,7}}|::)";

    /// <summary>What is wrong with the URL and what to do, or <see langword="null"/>.</summary>
    public static string? FindError(string endpoint, bool allowInsecure)
    {
        if (endpoint.Contains('@', StringComparison.Ordinal))
        {
            // The value is not shown: it may hold a password.
            return "holds a user name or a password: remove them and use spec.credentials";
        }

        if (TextRules.FindTooLong(endpoint, MaxLength) is { } tooLong)
        {
            return tooLong;
        }

        var error =
            !StartsWithScheme().IsMatch(endpoint)
                ? "enter a URL such as https://s3.example.com:9000, or leave the field out for AWS"
            : HasPath().IsMatch(endpoint)
                ? "end it after the host and the port; the bucket goes to spec.s3.bucket, a path to spec.s3.prefix"
            : !HasHostAndPort().IsMatch(endpoint)
                ? "enter a host name or address of ASCII letters, digits, '-', '_' and '.' (IPv6 in [ ]), and a port from "
                    + "1 to 65535"
            : endpoint.Contains('[', StringComparison.Ordinal)
                ? IsIPv6().IsMatch(endpoint) ? null
                    : "an IPv6 address has eight groups of up to four hexadecimal digits, or :: once in place of some"
            : !IsHostName().IsMatch(endpoint)
                ? "each part of the host name has 1 to 63 letters, digits, '-' or '_', and no '-' at its ends"
            : EndsInNumber().IsMatch(endpoint) && !IsIPv4().IsMatch(endpoint)
                ? "an IPv4 address has four numbers from 0 to 255"
            : null;
        if (error is not null)
        {
            return $"is {Quoted.Text(endpoint)}: {error}";
        }

        return endpoint.StartsWith("http://", StringComparison.OrdinalIgnoreCase) && !allowInsecure
            ? $"is {Quoted.Text(endpoint)}: use https://, or set spec.s3.allowInsecureEndpoint: true "
                + "if billing data may travel unencrypted"
            : null;
    }

    [GeneratedRegex(Scheme, RegexOptions.CultureInvariant)]
    private static partial Regex StartsWithScheme();

    [GeneratedRegex(Scheme + "[^/?#]*(/[^/]|//|[?#])", RegexOptions.CultureInvariant)]
    private static partial Regex HasPath();

    [GeneratedRegex(Scheme + $@"([A-Za-z0-9_.-]+|\[[0-9A-Fa-f:]+\])(:{Port})?/?\z", RegexOptions.CultureInvariant)]
    private static partial Regex HasHostAndPort();

    [GeneratedRegex(Scheme + $@"({Label}\.)*({Label})\.?(:|/|\z)", RegexOptions.CultureInvariant)]
    private static partial Regex IsHostName();

    [GeneratedRegex(Scheme + @"([A-Za-z0-9_.-]*\.)?[0-9]+\.?(:|/|\z)", RegexOptions.CultureInvariant)]
    private static partial Regex EndsInNumber();

    [GeneratedRegex(Scheme + $@"({Octet}\.){{3}}{Octet}(:|/|\z)", RegexOptions.CultureInvariant)]
    private static partial Regex IsIPv4();

    [GeneratedRegex($@"//\[{IPv6}\]", RegexOptions.CultureInvariant)]
    private static partial Regex IsIPv6();
}
