using Amazon.Runtime;
using BillingOperator.Api.Settings;

namespace BillingOperator.Storage.Credentials;

/// <summary>Access keys from a Secret, read anew at every request.</summary>
internal sealed class SecretCredentials(CredentialsSecretRef secretRef, ISecretReader secrets) : AWSCredentials
{
    private const string DefaultAccessKeyIdKey = "accessKeyId";
    private const string DefaultSecretAccessKeyKey = "secretAccessKey";

    public override ImmutableCredentials GetCredentials()
    {
        var name = secretRef.Name ?? "";
        return new ImmutableCredentials(
            secrets.ReadText(name, secretRef.AccessKeyIdKey ?? DefaultAccessKeyIdKey),
            secrets.ReadText(name, secretRef.SecretAccessKeyKey ?? DefaultSecretAccessKeyKey),
            secretRef.SessionTokenKey is { } tokenKey ? secrets.ReadText(name, tokenKey) : null
        );
    }
}
