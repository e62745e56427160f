using System.Net.Http.Headers;
using BillingOperator.Kubernetes.Configuration;

namespace BillingOperator.Kubernetes.Authentication;

/// <summary>
/// A client certificate in files that somebody else renews, such as cert-manager or kubeadm. Read again every minute,
/// and at once when the server refuses it (client-go: cert_rotation.go, every 5 minutes).
/// </summary>
internal sealed class CertificateFileCredentialSource(
    AuthenticationHeaderValue? header,
    ClientCertificate certificate,
    Func<ClientCertificate> read,
    TimeProvider timeProvider
) : ICredentialSource
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private Credential _credential = new(header, certificate);
    private long _readAt = timeProvider.GetTimestamp();

    public ValueTask<Credential> GetAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (timeProvider.GetElapsedTime(_readAt) >= Lifetime)
            {
                Read();
            }

            return ValueTask.FromResult(_credential);
        }
    }

    public bool Reject(Credential credential)
    {
        lock (_lock)
        {
            if (_credential == credential)
            {
                Read();
            }

            return _credential != credential;
        }
    }

    private void Read()
    {
        _readAt = timeProvider.GetTimestamp();
        try
        {
            var found = read();
            // The same certificate stays the same object: a new one is a new connection.
            if (found.Thumbprint != _credential.Certificate?.Thumbprint)
            {
                _credential = new Credential(header, found);
            }
        }
        catch (KubernetesConfigurationException)
        {
            // Being replaced at this moment, or gone: the one at hand is good for as long as the server takes it.
        }
    }
}
