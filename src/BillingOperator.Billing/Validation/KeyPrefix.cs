using System.Text;
using BillingOperator.Billing.Text;

namespace BillingOperator.Billing.Validation;

/// <summary>What makes a prefix fit for every object key.</summary>
internal static class KeyPrefix
{
    /// <summary>
    /// Longest prefix in UTF-8 bytes. S3 allows keys of 1024; an event's name takes up to 253 and the rest of the
    /// longest key, a daily record of a 63-character tenant id, 121.
    /// </summary>
    public const int MaxBytes = 512;

    /// <summary>What is wrong with the prefix and what to do, or <see langword="null"/>.</summary>
    public static string? FindError(string prefix)
    {
        if (Encoding.UTF8.GetByteCount(prefix) is > MaxBytes and var bytes)
        {
            return $"takes {bytes} bytes: shorten it to {MaxBytes}, so that every object key stays within S3's 1024";
        }

        if (prefix.Length > 0 && TextRules.IsInvisible(prefix))
        {
            return $"is {Quoted.Text(prefix)}: holds nothing that can be seen: enter a prefix or leave the field out";
        }

        if (TextRules.FindNoText(prefix) is { } noText)
        {
            return noText;
        }

        if (prefix.StartsWith('/') || prefix.EndsWith('/'))
        {
            return $"is {Quoted.Text(prefix)}: leave out the / at its ends";
        }

        if (prefix.Contains("//", StringComparison.Ordinal))
        {
            return $"is {Quoted.Text(prefix)}: leave out the empty part between //";
        }

        return prefix.Split('/').Any(part => part is "." or "..")
            ? $"is {Quoted.Text(prefix)}: a part of the prefix must not be . or ..: leave it out"
            : null;
    }
}
