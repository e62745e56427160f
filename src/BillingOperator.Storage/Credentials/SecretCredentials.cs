using Amazon.Runtime;
using BillingOperator.Api.Settings;

namespace BillingOperator.Storage.Credentials;

/// <summary>Access keys from a Secret, read again for every request.</summary>
internal sealed class SecretCredentials(CredentialsSecretRef secretRef, ISecretReader secrets) : PreparedCredentials
{
    private const string DefaultAccessKeyIdKey = "accessKeyId";
    private const string DefaultSecretAccessKeyKey = "secretAccessKey";

    protected override ValueTask<ImmutableCredentials> ResolveAsync(CancellationToken cancellationToken)
    {
        var name = secretRef.Name ?? "";
        return ValueTask.FromResult(
            new ImmutableCredentials(
                secrets.ReadCredential(name, secretRef.AccessKeyIdKey ?? DefaultAccessKeyIdKey),
                secrets.ReadCredential(name, secretRef.SecretAccessKeyKey ?? DefaultSecretAccessKeyKey),
                secretRef.SessionTokenKey is { } tokenKey ? secrets.ReadCredential(name, tokenKey) : null
            )
        );
    }
}
