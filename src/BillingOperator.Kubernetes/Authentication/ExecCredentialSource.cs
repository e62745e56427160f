using System.Net.Http.Headers;
using System.Security.Cryptography;
using BillingOperator.Kubernetes.Configuration;

namespace BillingOperator.Kubernetes.Authentication;

/// <summary>
/// What an exec plugin hands out, kept until it expires or the server refuses it. The plugin runs once at a time, however
/// many requests wait for it.
/// </summary>
internal sealed class ExecCredentialSource(
    ExecConfiguration configuration,
    ClientCertificate? certificate,
    TimeProvider timeProvider
) : ICredentialSource, IDisposable
{
    private readonly ExecPlugin _plugin = new(configuration, timeProvider);
    private readonly SemaphoreSlim _oneAtATime = new(1, 1);
    private Issue? _last;

    public async ValueTask<Credential> GetAsync(CancellationToken cancellationToken)
    {
        if (Present() is { } present)
        {
            return present;
        }

        await _oneAtATime.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return Present() ?? await IssueAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    public bool Reject(Credential credential)
    {
        var last = Volatile.Read(ref _last);
        if (last?.Credential == credential)
        {
            Interlocked.CompareExchange(ref _last, null, last);
        }

        return true;
    }

    public void Dispose() => _oneAtATime.Dispose();

    private Credential? Present()
    {
        var last = Volatile.Read(ref _last);
        return last is null || last.Expires <= timeProvider.GetUtcNow() ? null : last.Credential;
    }

    private async Task<Credential> IssueAsync(CancellationToken cancellationToken)
    {
        var status = await _plugin.RunAsync(cancellationToken).ConfigureAwait(false);
        var header = status.Token is { Length: > 0 } token ? new AuthenticationHeaderValue("Bearer", token) : null;
        var issue = new Issue(new Credential(header, Certificate(status)), status.ExpirationTimestamp);
        Volatile.Write(ref _last, issue);
        return issue.Credential;
    }

    private ClientCertificate? Certificate(ExecCredentialStatus status)
    {
        if (status is not { ClientCertificateData: { } chain, ClientKeyData: { } key })
        {
            return certificate;
        }

        try
        {
            return ClientCertificate.FromPem(chain, key);
        }
        catch (CryptographicException e)
        {
            throw new KubernetesConfigurationException(
                $"The client certificate of the exec plugin '{configuration.Command}' cannot be used: {e.Message}",
                e
            );
        }
    }

    private sealed class Issue(Credential credential, DateTimeOffset? expires)
    {
        public Credential Credential => credential;

        public DateTimeOffset? Expires => expires;
    }
}
