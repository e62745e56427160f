namespace BillingOperator.Api.Settings;

/// <summary>A Secret with access keys, in the operator's own namespace and never another.</summary>
public sealed record CredentialsSecretRef
{
    /// <summary>Name of the Secret. Required.</summary>
    public string? Name { get; init; }

    /// <summary>Key of the access key id; <c>accessKeyId</c> where absent.</summary>
    public string? AccessKeyIdKey { get; init; }

    /// <summary>Key of the secret access key; <c>secretAccessKey</c> where absent.</summary>
    public string? SecretAccessKeyKey { get; init; }

    /// <summary>Key of the session token; absent means there is none.</summary>
    public string? SessionTokenKey { get; init; }
}
