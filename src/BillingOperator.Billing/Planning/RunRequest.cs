using System.Security.Cryptography;
using System.Text;
using BillingOperator.Api.Events;
using BillingOperator.Billing.Text;

namespace BillingOperator.Billing.Planning;

/// <summary>The value of an annotation by which a person asks for a run.</summary>
public static class RunRequest
{
    /// <summary>Longest value that a status holds as it is, in UTF-16 code units.</summary>
    public const int MaxValue = 256;

    private const int MaxBeginning = 128;

    /// <summary>What a status holds in the place of a blank value: not every API server takes an empty text.</summary>
    public const string Blank = "\"\"";

    /// <summary>The value as a status holds it, if it was not handled before.</summary>
    /// <param name="annotation">The annotation; <see langword="null"/> where it is absent.</param>
    /// <param name="handled">The request that was handled last.</param>
    public static string? FindNew(string? annotation, HandledRequest? handled)
    {
        if (annotation is null)
        {
            return null;
        }

        var value =
            string.IsNullOrWhiteSpace(annotation) ? Blank
            : annotation.Length <= MaxValue ? annotation
            : Abridge(annotation);
        return value == handled?.Value ? null : value;
    }

    // A hash of the whole tells two long values with one beginning apart.
    private static string Abridge(string annotation)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(annotation)));
        return $"{CutText.To(annotation, MaxBeginning)} (sha256 {hash})";
    }
}
