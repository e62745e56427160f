using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using BillingOperator.Billing.Text;

namespace BillingOperator.Billing.Validation;

/// <summary>Certificates in PEM.</summary>
public static class PemBundle
{
    /// <summary>Longest bundle, in characters.</summary>
    private const int MaxLength = 65536;

    private const string CertificateLabel = "CERTIFICATE";

    /// <summary>
    /// What is wrong with the bundle and what to do, or <see langword="null"/>. Text around the certificates is allowed,
    /// as in the bundles that OpenSSL writes. The message never shows the text: it may be a private key.
    /// </summary>
    public static string? FindError(string pem)
    {
        if (pem.Length > MaxLength)
        {
            return $"has {pem.Length} characters: keep only the certificates that sign the endpoint's, "
                + $"{MaxLength} characters at most";
        }

        if (pem.Contains("PRIVATE KEY-----", StringComparison.Ordinal))
        {
            return "holds a private key: remove it (and consider it disclosed), keep only certificates";
        }

        var rest = pem.AsSpan();
        var count = 0;
        while (PemEncoding.TryFind(rest, out var fields))
        {
            count++;
            var label = rest[fields.Label];
            if (!label.SequenceEqual(CertificateLabel))
            {
                return $"holds a {Quoted.Text(label.ToString())} block: keep only BEGIN CERTIFICATE blocks";
            }

            if (!IsCertificate(rest[fields.Base64Data]))
            {
                return $"holds a certificate that cannot be read, number {count}: copy it again, in PEM";
            }

            rest = rest[fields.Location.End..];
        }

        if (count == 0 || rest.Contains("-----BEGIN", StringComparison.Ordinal))
        {
            return $"holds {(count == 0 ? "no certificate" : "a broken block")}: enter PEM text, "
                + "from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----";
        }

        return null;
    }

    private static bool IsCertificate(ReadOnlySpan<char> base64)
    {
        try
        {
            using var certificate = X509CertificateLoader.LoadCertificate(Convert.FromBase64String(base64.ToString()));
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
