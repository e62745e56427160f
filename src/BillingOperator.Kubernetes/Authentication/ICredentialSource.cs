namespace BillingOperator.Kubernetes.Authentication;

/// <summary>Hands out the credential that is valid now.</summary>
internal interface ICredentialSource
{
    /// <summary>The present credential, fetched again where it is due.</summary>
    ValueTask<Credential> GetAsync(CancellationToken cancellationToken);

    /// <summary>Hears that the server refused a credential (401).</summary>
    /// <returns>Whether <see cref="GetAsync"/> may have another one now.</returns>
    bool Reject(Credential credential);
}
