namespace BillingOperator.Api.Settings;

/// <summary>Values of <c>spec.s3.encryption.type</c>.</summary>
public static class EncryptionType
{
    /// <summary>No encryption header: the bucket's default applies.</summary>
    public const string None = "None";

    /// <summary>Keys managed by S3 (AES-256).</summary>
    public const string SseS3 = "SSE-S3";

    /// <summary>Keys managed by KMS.</summary>
    public const string SseKms = "SSE-KMS";
}
