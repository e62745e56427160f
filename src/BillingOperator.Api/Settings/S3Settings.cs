namespace BillingOperator.Api.Settings;

/// <summary>An S3 bucket, and what is written on every object.</summary>
public sealed record S3Settings
{
    /// <summary>Bucket name, by S3's naming rules. Required.</summary>
    public string? Bucket { get; init; }

    /// <summary>AWS region, such as <c>eu-central-1</c>; <c>us-east-1</c> where absent.</summary>
    public string? Region { get; init; }

    /// <summary>Prefix of every key, without a leading <c>/</c>, <c>..</c> or <c>//</c>.</summary>
    public string? Prefix { get; init; }

    /// <summary>URL of an S3-compatible store; absent means AWS.</summary>
    public string? Endpoint { get; init; }

    /// <summary>Puts the bucket into the path instead of the host name.</summary>
    public bool? ForcePathStyle { get; init; }

    /// <summary>Allows an <c>http://</c> endpoint.</summary>
    public bool? AllowInsecureEndpoint { get; init; }

    /// <summary>Certificates that the endpoint is trusted by, beside the system's.</summary>
    public CaBundle? CaBundle { get; init; }

    /// <summary>Twelve-digit AWS account that must own the bucket.</summary>
    public string? ExpectedBucketOwner { get; init; }

    /// <summary>Canned ACL: <c>BucketOwnerFullControl</c>, or absent.</summary>
    public string? Acl { get; init; }

    /// <summary>S3 storage class, such as <c>STANDARD_IA</c>.</summary>
    public string? StorageClass { get; init; }

    /// <summary>Object tags; at most 10.</summary>
    public IReadOnlyDictionary<string, string>? Tags { get; init; }

    /// <summary>Retention of every object.</summary>
    public ObjectLockSettings? ObjectLock { get; init; }

    /// <summary>Server-side encryption; the bucket's default where absent.</summary>
    public EncryptionSettings? Encryption { get; init; }

    /// <summary><c>Auto</c> (default), <c>Required</c> or <c>Disabled</c>.</summary>
    public string? ConditionalWrites { get; init; }
}
