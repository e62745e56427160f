using Amazon.Runtime;

namespace BillingOperator.Storage.Credentials;

/// <summary>
/// Credentials that are had before a request, as the SDK's S3 signer asks for them synchronously: nothing that takes
/// time is left to it.
/// </summary>
internal abstract class PreparedCredentials : AWSCredentials
{
    private ImmutableCredentials? _keys;

    public sealed override ImmutableCredentials GetCredentials() =>
        _keys ?? throw new InvalidOperationException("The credentials were not prepared before the request.");

    /// <summary>Gets the credentials of this moment, to be called before every request.</summary>
    public async ValueTask<ImmutableCredentials> PrepareAsync(CancellationToken cancellationToken) =>
        _keys = await ResolveAsync(cancellationToken);

    /// <summary>The credentials of this moment; from memory while they are good.</summary>
    protected abstract ValueTask<ImmutableCredentials> ResolveAsync(CancellationToken cancellationToken);
}
