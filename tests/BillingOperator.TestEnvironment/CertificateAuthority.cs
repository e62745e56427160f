using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace BillingOperator.TestEnvironment;

/// <summary>Issues certificates that the API server and its clients trust, with RSA keys, valid for a day.</summary>
public sealed class CertificateAuthority : IDisposable
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    private readonly X509Certificate2 _issuer;

    internal CertificateAuthority(string certificateFile, string keyFile)
    {
        _issuer = X509Certificate2.CreateFromPemFile(certificateFile, keyFile);
    }

    /// <summary>A client's certificate: user <paramref name="commonName"/>, in these groups.</summary>
    public X509Certificate2 IssueClient(string commonName, params ReadOnlySpan<string> organizations)
    {
        var name = new X500DistinguishedNameBuilder();
        foreach (var organization in organizations)
        {
            name.AddOrganizationName(organization);
        }

        name.AddCommonName(commonName);
        return Issue(name.Build(), ClientAuthentication);
    }

    /// <summary>A server's certificate for these host names and IP addresses.</summary>
    public X509Certificate2 IssueServer(params ReadOnlySpan<string> hosts)
    {
        var names = new SubjectAlternativeNameBuilder();
        foreach (var host in hosts)
        {
            if (IPAddress.TryParse(host, out var address))
            {
                names.AddIpAddress(address);
            }
            else
            {
                names.AddDnsName(host);
            }
        }

        return Issue(new X500DistinguishedName("CN=test server"), ServerAuthentication, names.Build());
    }

    /// <inheritdoc />
    public void Dispose() => _issuer.Dispose();

    private X509Certificate2 Issue(X500DistinguishedName subject, string usage, params X509Extension[] extensions)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], critical: false));
        foreach (var extension in extensions)
        {
            request.CertificateExtensions.Add(extension);
        }

        using var issuerKey = _issuer.GetECDsaPrivateKey()!;
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.Create(
            _issuer.SubjectName,
            X509SignatureGenerator.CreateForECDsa(issuerKey),
            now.AddMinutes(-5),
            now.AddDays(1),
            RandomNumberGenerator.GetBytes(16)
        );
        return certificate.CopyWithPrivateKey(key);
    }
}
