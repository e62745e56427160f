using System.Buffers;

namespace BillingOperator.Storage.S3;

/// <summary>What ETags tell.</summary>
internal static class ETags
{
    private const int Md5HexLength = 32;
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");

    /// <summary>The MD5 in an ETag that is one; <see langword="null"/> where it is not (multipart uploads).</summary>
    public static string? Md5Of(string? eTag)
    {
        var tag = eTag.AsSpan().Trim('"');
        return tag.Length == Md5HexLength && !tag.ContainsAnyExcept(HexDigits)
            ? tag.ToString().ToLowerInvariant()
            : null;
    }
}
