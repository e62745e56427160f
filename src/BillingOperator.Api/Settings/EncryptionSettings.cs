namespace BillingOperator.Api.Settings;

/// <summary>Server-side encryption of every object.</summary>
public sealed record EncryptionSettings
{
    /// <summary><c>None</c> (default: the bucket's own default applies), <c>SSE-S3</c> or <c>SSE-KMS</c>.</summary>
    public string? Type { get; init; }

    /// <summary>KMS key id or ARN, if and only if SSE-KMS.</summary>
    public string? KmsKeyId { get; init; }

    /// <summary>Uses an S3 bucket key, which saves KMS requests; SSE-KMS only.</summary>
    public bool? BucketKeyEnabled { get; init; }
}
