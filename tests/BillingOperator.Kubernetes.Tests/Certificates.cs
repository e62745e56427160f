using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace BillingOperator.Kubernetes.Tests;

/// <summary>Certificates of tests that need no server to accept them.</summary>
public static class Certificates
{
    public static CertificateRequest Request(RSA key, string subject = "CN=jane") =>
        new(subject, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

    public static CertificateRequest Request(ECDsa key, string subject = "CN=jane") =>
        new(subject, key, HashAlgorithmName.SHA256);

    public static X509Certificate2 SelfSigned(this CertificateRequest request)
    {
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddMinutes(-5), now.AddDays(1));
    }

    public static string Base64(string text) => Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(text));
}
