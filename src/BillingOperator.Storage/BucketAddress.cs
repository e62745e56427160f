namespace BillingOperator.Storage;

/// <summary>A bucket that a person names, without settings.</summary>
public sealed record BucketAddress
{
    /// <summary><c>s3://bucket/prefix</c>, with <c>?endpoint=…</c> where a status names one.</summary>
    public required string Location { get; init; }

    /// <summary>Region; <see langword="null"/> for the default.</summary>
    public string? Region { get; init; }

    /// <summary>URL of an S3-compatible store; goes before the one of <see cref="Location"/>.</summary>
    public string? Endpoint { get; init; }

    /// <summary>Whether the bucket is in the path instead of the host name.</summary>
    public bool IsPathStyle { get; init; }

    /// <summary>Certificates in PEM that the endpoint is trusted by, beside the system's.</summary>
    public string? CaBundle { get; init; }

    /// <summary>Whether a text names a bucket, and not a folder.</summary>
    public static bool IsBucket(string location) => location.StartsWith("s3://", StringComparison.OrdinalIgnoreCase);
}
