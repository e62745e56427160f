using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using BillingOperator.Billing.ObjectStores;

namespace BillingOperator.Storage.Http;

/// <summary>Which certificates are trusted: the system's authorities, and those of a CA bundle.</summary>
internal static class CertificateTrust
{
    /// <summary>
    /// TLS options for clients. Only trust is widened: host names, times and purposes are still checked by the platform.
    /// </summary>
    /// <param name="caBundle">Certificates in PEM; <see langword="null"/> for the system's alone.</param>
    /// <exception cref="ObjectStoreException">The bundle holds no certificate.</exception>
    public static SslClientAuthenticationOptions Options(string? caBundle) =>
        new()
        {
            CertificateChainPolicy = caBundle is null ? null : PolicyWith(caBundle),
            RemoteCertificateValidationCallback = (_, certificate, chain, errors) =>
                errors == SslPolicyErrors.None
                    ? true
                    : throw new UntrustedCertificateException(Explain(certificate, chain, errors)),
        };

    private static X509ChainPolicy PolicyWith(string caBundle)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        using var system = new X509Store(StoreName.Root, StoreLocation.LocalMachine, OpenFlags.ReadOnly);
        policy.CustomTrustStore.AddRange(system.Certificates);
        policy.CustomTrustStore.AddRange(Parse(caBundle));
        return policy;
    }

    private static X509Certificate2Collection Parse(string pem)
    {
        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPem(pem);
        }
        catch (CryptographicException error)
        {
            throw Unreadable(error);
        }
        return certificates.Count > 0 ? certificates : throw Unreadable(null);
    }

    private static ObjectStoreException Unreadable(Exception? error) =>
        new(
            ObjectStoreFailure.CertificateUntrusted,
            "spec.s3.caBundle holds no readable certificate; give PEM text with -----BEGIN CERTIFICATE----- blocks",
            error
        );

    private static string Explain(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable) || certificate is null)
        {
            return "it shows no certificate";
        }
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            return $"its certificate \"{certificate.Subject}\" is for another host";
        }
        var faults = chain?.ChainStatus.Select(status => status.Status.ToString()).Distinct() ?? [];
        return $"its certificate \"{certificate.Subject}\", issued by \"{certificate.Issuer}\", "
            + $"is not trusted ({string.Join(", ", faults)})";
    }
}
