namespace BillingOperator.Billing.ObjectStores;

/// <summary>Why an object store refused or could not be reached. The names are condition reasons.</summary>
public enum ObjectStoreFailure
{
    /// <summary>None of the others; the message has the store's own words.</summary>
    StoreError,

    /// <summary>There is no such bucket.</summary>
    BucketNotFound,

    /// <summary>The bucket is in another region.</summary>
    WrongRegion,

    /// <summary>The credentials are good, but lack a permission.</summary>
    AccessDenied,

    /// <summary>Another AWS account owns the bucket.</summary>
    WrongBucketOwner,

    /// <summary>The KMS key is missing, disabled, or may not be used.</summary>
    EncryptionDenied,

    /// <summary>The store does not know the credentials, or they expired.</summary>
    InvalidCredentials,

    /// <summary>The Secret with the credentials does not exist.</summary>
    SecretNotFound,

    /// <summary>The Secret exists and lacks a key.</summary>
    SecretKeyMissing,

    /// <summary>This machine's clock and the store's are too far apart.</summary>
    ClockSkewed,

    /// <summary>The endpoint's certificate is not trusted, or is for another host.</summary>
    CertificateUntrusted,

    /// <summary>No connection: name unknown, refused, or timed out.</summary>
    EndpointUnreachable,

    /// <summary>The endpoint sends elsewhere.</summary>
    EndpointRedirects,

    /// <summary>What answers at the endpoint is no S3 store: a login page, a firewall, another server.</summary>
    NotAnS3Store,

    /// <summary>Another cluster writes below the same prefix of the same bucket.</summary>
    PrefixInUse,

    /// <summary>The store refuses a header that the settings ask for.</summary>
    UnsupportedByStore,

    /// <summary>The store asks to slow down.</summary>
    Throttled,

    /// <summary>The store refuses conditional writes, and the settings require them.</summary>
    ConditionalWritesUnsupported,

    /// <summary>The content was damaged on its way, or is damaged in the store.</summary>
    ContentDamaged,
}
