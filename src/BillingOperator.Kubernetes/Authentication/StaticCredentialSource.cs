namespace BillingOperator.Kubernetes.Authentication;

/// <summary>A credential that stays as it is.</summary>
internal sealed class StaticCredentialSource(Credential credential) : ICredentialSource
{
    public ValueTask<Credential> GetAsync(CancellationToken cancellationToken) => ValueTask.FromResult(credential);

    public bool Reject(Credential credential) => false;
}
