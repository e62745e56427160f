using System.Text.RegularExpressions;
using BillingOperator.Billing.Text;

namespace BillingOperator.Billing.Validation;

/// <summary>Kubernetes' rules for names: RFC 1123 subdomains for objects, and the keys inside a Secret.</summary>
public static partial class ObjectName
{
    private const int MaxLength = 253;

    /// <summary>What is wrong with the name of an object and what to do, or <see langword="null"/>.</summary>
    public static string? FindError(string name) =>
        name.Length is > 0 and <= MaxLength && Subdomain().IsMatch(name)
            ? null
            : $"is {Quoted.Text(name)}: use at most {MaxLength} lower-case letters, digits, '-' or '.', "
                + "each part between dots starting and ending with a letter or a digit";

    /// <summary>What is wrong with the name of a namespace and what to do, or <see langword="null"/>.</summary>
    public static string? FindNamespaceError(string name) =>
        Label().IsMatch(name)
            ? null
            : $"is {Quoted.Text(name)}: use at most 63 lower-case letters, digits or '-', "
                + "the first and the last a letter or a digit";

    /// <summary>What is wrong with a key in a Secret and what to do, or <see langword="null"/>.</summary>
    internal static string? FindSecretKeyError(string key) =>
        SecretKey().IsMatch(key)
            ? null
            : $"is {Quoted.Text(key)}: use at most {MaxLength} letters, digits, '-', '_' or '.'";

    [GeneratedRegex(@"^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*\z")]
    private static partial Regex Subdomain();

    [GeneratedRegex(@"^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\z")]
    private static partial Regex Label();

    [GeneratedRegex(@"^[A-Za-z0-9._-]{1,253}\z")]
    private static partial Regex SecretKey();
}
