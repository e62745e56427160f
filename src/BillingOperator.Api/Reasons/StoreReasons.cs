namespace BillingOperator.Api.Reasons;

/// <summary>
/// Why a store refused or could not be reached: reasons of the settings that name it, and of an event whose run it broke
/// off.
/// </summary>
public static class StoreReasons
{
    /// <summary>There is no such bucket.</summary>
    public const string BucketNotFound = "BucketNotFound";

    /// <summary>The bucket is in another region.</summary>
    public const string WrongRegion = "WrongRegion";

    /// <summary>The credentials are good, but lack a permission.</summary>
    public const string AccessDenied = "AccessDenied";

    /// <summary>Another account owns the bucket.</summary>
    public const string WrongBucketOwner = "WrongBucketOwner";

    /// <summary>The KMS key is missing, disabled, or may not be used.</summary>
    public const string EncryptionDenied = "EncryptionDenied";

    /// <summary>The store does not know the credentials, they expired, or they cannot be credentials.</summary>
    public const string InvalidCredentials = "InvalidCredentials";

    /// <summary>The Secret does not exist.</summary>
    public const string SecretNotFound = "SecretNotFound";

    /// <summary>The Secret exists and lacks a key.</summary>
    public const string SecretKeyMissing = "SecretKeyMissing";

    /// <summary>This machine's clock and the store's are too far apart.</summary>
    public const string ClockSkewed = "ClockSkewed";

    /// <summary>The endpoint's certificate is not trusted, or is for another host.</summary>
    public const string CertificateUntrusted = "CertificateUntrusted";

    /// <summary>No connection: name unknown, refused, or timed out.</summary>
    public const string EndpointUnreachable = "EndpointUnreachable";

    /// <summary>The endpoint sends to another address.</summary>
    public const string EndpointRedirects = "EndpointRedirects";

    /// <summary>Something answers at the endpoint, and it does not speak S3.</summary>
    public const string NotAnS3Store = "NotAnS3Store";

    /// <summary>Another cluster writes below the prefix.</summary>
    public const string PrefixInUse = "PrefixInUse";

    /// <summary>The store asks to slow down.</summary>
    public const string Throttled = "Throttled";

    /// <summary>The store refuses a header that a field asks for.</summary>
    public const string UnsupportedByStore = "UnsupportedByStore";

    /// <summary>The store refuses conditional writes, and the settings require them.</summary>
    public const string ConditionalWritesUnsupported = "ConditionalWritesUnsupported";

    /// <summary>Content was damaged on its way, or is damaged in the store.</summary>
    public const string ContentDamaged = "ContentDamaged";

    /// <summary>None of the others.</summary>
    public const string StoreError = "StoreError";

    private static readonly string[] Places = ["BillingServerSettings Ready=False", "BillingEvent Ready=False"];

    /// <summary>All of them, with meaning and remedy.</summary>
    public static IReadOnlyList<Reason> All { get; } =
    [
        new(
            BucketNotFound,
            Places,
            "The store has no bucket of this name.",
            "Create the bucket, or correct spec.s3.bucket, or spec.s3.endpoint if it is the wrong store."
        ),
        new(
            WrongRegion,
            Places,
            "The bucket is in another region.",
            "Set spec.s3.region to the region that the message names, or look it up with the bucket's owner."
        ),
        new(
            AccessDenied,
            Places,
            "The store knows the credentials, and they lack a permission.",
            "Grant s3:PutObject, s3:GetObject and s3:ListBucket below the prefix: docs/install.md, The bucket."
        ),
        new(
            WrongBucketOwner,
            Places,
            "The bucket belongs to another account than spec.s3.expectedBucketOwner: perhaps somebody else took its name.",
            "Correct spec.s3.expectedBucketOwner or spec.s3.bucket."
        ),
        new(
            EncryptionDenied,
            Places,
            "The KMS key is missing or disabled, or the credentials may not use it.",
            "Correct spec.s3.encryption.kmsKeyId, or allow kms:GenerateDataKey and kms:Decrypt in the key's policy."
        ),
        new(
            InvalidCredentials,
            Places,
            "The store does not know the credentials, they have expired, or the Secret holds what cannot be credentials, "
                + "such as a byte order mark or a line feed.",
            "Put valid keys into the Secret that the message names. It is read again by itself."
        ),
        new(
            SecretNotFound,
            Places,
            "The Secret that the settings name does not exist in the operator's own namespace.",
            "Create it there, or correct the secretRef."
        ),
        new(
            SecretKeyMissing,
            Places,
            "The Secret is there, and lacks the key that the message names, or has no value at it.",
            "Add the key, or name another one in the secretRef."
        ),
        new(
            ClockSkewed,
            Places,
            "The node's clock and the store's differ by more than the store allows (S3: 15 minutes).",
            "Set the clock right (NTP) on the node, or on the store."
        ),
        new(
            CertificateUntrusted,
            Places,
            "The endpoint's certificate is not signed by a trusted authority, has expired, or is for another host.",
            "Put its authority into spec.s3.caBundle, renew the certificate, or correct the host in spec.s3.endpoint."
        ),
        new(
            EndpointUnreachable,
            Places,
            "There is no connection to the store: its name is unknown, it refuses, or it does not answer in time.",
            "Check spec.s3.endpoint and spec.s3.region, then network policies, firewalls and the proxy; the operator's "
                + "first log line says which proxy it uses."
        ),
        new(
            EndpointRedirects,
            Places,
            "The endpoint sends to another address, often from http to https or to a login page. Requests are signed for "
                + "one host, so this operator does not follow.",
            "Set spec.s3.endpoint to the address of the store itself."
        ),
        new(
            NotAnS3Store,
            Places,
            "Something answers at the endpoint, and not as S3 does: a login page, a console, or a plain web server.",
            "Correct spec.s3.endpoint: host and port of the store's S3 interface, not of its console. Look for a proxy "
                + "between."
        ),
        new(
            PrefixInUse,
            Places,
            "Another cluster, which the message names, writes below this prefix. Two of them would overwrite each other's "
                + "latest.json.",
            "Give this cluster a spec.s3.prefix of its own. If the other one is gone and this one takes its place, set the "
                + "annotation billing.pureconnect.io/takeOver of the settings to the identity in the message."
        ),
        new(
            Throttled,
            Places,
            "The store asks to slow down. The run goes on by itself, more slowly.",
            "If it stays, lower spec.uploadConcurrency of the BillingEvent, or raise the store's limit."
        ),
        new(
            UnsupportedByStore,
            Places,
            "The store refuses a header that a field of the settings asks for; the message names both.",
            "Remove that field, or enable the feature at the store (object lock is chosen when a bucket is created)."
        ),
        new(
            ConditionalWritesUnsupported,
            Places,
            "spec.s3.conditionalWrites is Required, and the store refuses If-None-Match or If-Match.",
            "Set spec.s3.conditionalWrites to Auto: docs/stores.md says what that costs."
        ),
        new(
            ContentDamaged,
            Places,
            "Bytes were damaged on their way, or an object in the bucket is not what this operator wrote.",
            "If it names an object, compare it with its manifest, keep a copy, delete it, and request a run of that period. "
                + "Otherwise look at the network and proxies between."
        ),
        new(
            StoreError,
            Places,
            "The store failed in a way that has no reason of its own; the message holds its words.",
            "Look at the store's own log or status page. It is tried again by itself."
        ),
    ];
}
