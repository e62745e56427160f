using System.Security.Cryptography;
using BillingOperator.Kubernetes.Configuration;

namespace BillingOperator.Kubernetes.Tests.Authentication;

public sealed class ClientCertificateTests
{
    [Fact]
    public void RSA_keys_are_read_as_PKCS1_and_PKCS8()
    {
        using var key = RSA.Create(2048);
        using var certificate = Certificates.Request(key).SelfSigned();

        foreach (var pem in new[] { key.ExportRSAPrivateKeyPem(), key.ExportPkcs8PrivateKeyPem() })
        {
            var read = ClientCertificate.FromPem(certificate.ExportCertificatePem(), pem);
            read.Context.TargetCertificate.Thumbprint.Should().Be(certificate.Thumbprint);
            read.Context.TargetCertificate.HasPrivateKey.Should().BeTrue();
        }
    }

    [Fact]
    public void EC_keys_are_read_as_SEC1_and_PKCS8_also_after_a_block_of_parameters()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = Certificates.Request(key).SelfSigned();
        const string parameters = "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n";

        foreach (var pem in new[] { key.ExportECPrivateKeyPem(), key.ExportPkcs8PrivateKeyPem() })
        {
            var read = ClientCertificate.FromPem(certificate.ExportCertificatePem(), parameters + pem);
            read.Context.TargetCertificate.HasPrivateKey.Should().BeTrue();
        }
    }

    [Fact]
    public void Intermediates_after_the_certificate_are_sent_with_it()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var issuerKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var issuerRequest = Certificates.Request(issuerKey, "CN=issuer");
        issuerRequest.CertificateExtensions.Add(
            new System.Security.Cryptography.X509Certificates.X509BasicConstraintsExtension(true, false, 0, true)
        );
        using var issuer = issuerRequest.SelfSigned();
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = Certificates
            .Request(key)
            .Create(issuer, now.AddMinutes(-1), now.AddHours(1), [1, 2, 3]);

        var read = ClientCertificate.FromPem(
            certificate.ExportCertificatePem() + "\n" + issuer.ExportCertificatePem(),
            key.ExportECPrivateKeyPem()
        );

        read.Context.TargetCertificate.Subject.Should().Be("CN=jane");
    }

    [Fact]
    public void A_key_of_another_certificate_is_refused()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = Certificates.Request(key).SelfSigned();

        var act = () => ClientCertificate.FromPem(certificate.ExportCertificatePem(), other.ExportECPrivateKeyPem());

        act.Should().Throw<CryptographicException>();
    }
}
