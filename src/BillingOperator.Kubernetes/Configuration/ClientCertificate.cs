using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace BillingOperator.Kubernetes.Configuration;

/// <summary>A certificate with its key and its intermediates, ready for the TLS handshake.</summary>
internal sealed class ClientCertificate
{
    private ClientCertificate(SslStreamCertificateContext context) => Context = context;

    public SslStreamCertificateContext Context { get; }

    /// <summary>What tells one certificate from another.</summary>
    public string Thumbprint => Context.TargetCertificate.Thumbprint;

    /// <summary>Reads PEM: the certificate first, then intermediates; the key as PKCS#1, PKCS#8 or SEC1.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">
    /// No valid PEM, an encrypted key, or a key of another certificate.
    /// </exception>
    public static ClientCertificate FromPem(string certificate, string key)
    {
        var chain = new X509Certificate2Collection();
        chain.ImportFromPem(certificate);
        var leaf = X509Certificate2.CreateFromPem(certificate, key);
        // Offline: a client that fetches missing intermediates from URLs in a certificate could be led anywhere.
        return new ClientCertificate(SslStreamCertificateContext.Create(leaf, chain, offline: true));
    }
}
