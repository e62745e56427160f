using System.Text.RegularExpressions;
using BillingOperator.Billing.Text;

namespace BillingOperator.Billing.Validation;

/// <summary>S3's naming rules for general purpose buckets (S3 User Guide: "General purpose bucket naming rules").</summary>
internal static partial class BucketName
{
    private static readonly string[] ReservedPrefixes = ["xn--", "sthree-", "amzn-s3-demo-"];

    private static readonly string[] ReservedSuffixes = ["-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3"];

    /// <summary>What is wrong with the name and what to do, or <see langword="null"/>.</summary>
    public static string? FindError(string name)
    {
        if (!Shape().IsMatch(name))
        {
            return $"is {Quoted.Text(name)}: use 3 to 63 lower-case letters, digits, '-' or '.', "
                + "the first and the last a letter or a digit";
        }

        if (name.Contains("..", StringComparison.Ordinal))
        {
            return $"is {Quoted.Text(name)}: S3 allows no two dots in a row in a bucket name: leave one out";
        }

        if (IPv4Address().IsMatch(name))
        {
            return $"is {Quoted.Text(name)}: S3 allows no bucket name that looks like an IP address: enter another";
        }

        if (Array.Find(ReservedPrefixes, prefix => name.StartsWith(prefix, StringComparison.Ordinal)) is { } prefix)
        {
            return $"is {Quoted.Text(name)}: S3 reserves names that start with {prefix}: enter the name of a bucket that you own";
        }

        return Array.Find(ReservedSuffixes, suffix => name.EndsWith(suffix, StringComparison.Ordinal)) is { } suffix
            ? $"is {Quoted.Text(name)}: S3 reserves names that end with {suffix}: enter the name of a general purpose bucket"
            : null;
    }

    [GeneratedRegex(@"^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]\z")]
    private static partial Regex Shape();

    [GeneratedRegex(@"^[0-9]+(\.[0-9]+){3}\z")]
    private static partial Regex IPv4Address();
}
