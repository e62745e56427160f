using System.Collections.Frozen;
using static BillingOperator.Billing.ObjectStores.ObjectStoreFailure;

namespace BillingOperator.Storage.Failures;

/// <summary>What error codes mean.</summary>
internal static class S3ErrorRules
{
    /// <summary>What is said of a KMS key.</summary>
    public const string KeyFault =
        "the KMS key is missing, disabled, or may not be used; check spec.s3.encryption.kmsKeyId and its key policy";

    /// <summary>What is said of a bucket that cannot lock.</summary>
    public const string LockFault =
        "the bucket has no Object Lock, which spec.s3.objectLock asks for (x-amz-object-lock-mode); "
        + "use a bucket that was made with it, or leave out spec.s3.objectLock";

    // Codes: "Error responses" in the Amazon S3 API Reference, "Common errors" in those of STS and KMS.
    private static readonly S3ErrorRule[] Rules =
    [
        new(BucketNotFound, "the bucket does not exist; create it, or correct spec.s3.bucket", "NoSuchBucket"),
        new(
            WrongRegion,
            "the bucket is in another region; correct spec.s3.region",
            "PermanentRedirect",
            "Redirect",
            "IllegalLocationConstraintException"
        ),
        new(
            InvalidCredentials,
            "the store does not know the access key, or the secret key is not its own; correct the credentials",
            "InvalidAccessKeyId",
            "SignatureDoesNotMatch",
            "AuthorizationHeaderMalformed",
            "InvalidClientTokenId",
            "UnrecognizedClientException",
            "IncompleteSignature",
            "InvalidSecurity"
        ),
        new(
            InvalidCredentials,
            "the session token is invalid or has expired; renew the credentials",
            "ExpiredToken",
            "ExpiredTokenException",
            "InvalidToken",
            "InvalidIdentityToken",
            "IDPRejectedClaim",
            "TokenRefreshRequired"
        ),
        new(
            AccessDenied,
            "the credentials lack a permission; grant s3:PutObject (and s3:GetObject, s3:ListBucket) on the bucket",
            "AccessDenied",
            "AllAccessDisabled",
            "AccountProblem",
            "Forbidden"
        ),
        new(
            EncryptionDenied,
            KeyFault,
            "KMS.NotFoundException",
            "KMS.DisabledException",
            "KMS.KMSInvalidStateException",
            "KMS.InvalidKeyUsageException",
            "KMS.AccessDeniedException",
            "KMS.KeyUnavailableException"
        ),
        new(UnsupportedByStore, LockFault, "ObjectLockConfigurationNotFoundError"),
        new(
            UnsupportedByStore,
            "the store does not know the storage class (x-amz-storage-class); correct spec.s3.storageClass",
            "InvalidStorageClass"
        ),
        new(
            UnsupportedByStore,
            "the bucket takes no ACLs (x-amz-acl); leave out spec.s3.acl",
            "AccessControlListNotSupported"
        ),
        new(UnsupportedByStore, "the store refuses the tags (x-amz-tagging); correct spec.s3.tags", "InvalidTag"),
        new(
            UnsupportedByStore,
            "the store does not know the encryption (x-amz-server-side-encryption); correct spec.s3.encryption",
            "InvalidEncryptionAlgorithmError"
        ),
        new(
            ClockSkewed,
            "this machine's clock and the store's are too far apart; set the clock right (NTP)",
            "RequestTimeTooSkewed",
            "RequestExpired",
            "RequestInTheFuture"
        ),
        new(
            Throttled,
            "the store asks to slow down; lower spec.uploadConcurrency if this goes on",
            "SlowDown",
            "ServiceUnavailable",
            "Throttling",
            "ThrottlingException",
            "RequestLimitExceeded",
            "TooManyRequests",
            "TooManyRequestsException",
            "BandwidthLimitExceeded"
        ),
        new(
            ContentDamaged,
            "the content was damaged on its way; if this goes on, look at the network and proxies between",
            "BadDigest",
            "InvalidDigest",
            "XAmzContentSHA256Mismatch",
            "XAmzContentChecksumMismatch"
        ),
    ];

    private static readonly FrozenDictionary<string, S3ErrorRule> ByCode = Rules
        .SelectMany(rule => rule.Codes, (rule, code) => KeyValuePair.Create(code, rule))
        .ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The rule for a code; <see langword="null"/> where none is known.</summary>
    public static S3ErrorRule? Find(string? code) => code is null ? null : ByCode.GetValueOrDefault(code);
}
