namespace BillingOperator.Storage.S3;

/// <summary>What a HEAD tells of an object.</summary>
/// <param name="IsKnown">Whether the store answered; <see langword="false"/> where reading is denied.</param>
/// <param name="Value">The ETag; <see langword="null"/> where there is no object.</param>
internal readonly record struct KnownETag(bool IsKnown, string? Value)
{
    /// <summary>Reading is denied.</summary>
    public static KnownETag Denied => default;
}
