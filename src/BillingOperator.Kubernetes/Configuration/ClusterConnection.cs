using System.Security.Cryptography.X509Certificates;

namespace BillingOperator.Kubernetes.Configuration;

/// <summary>Where the API server is, and how it proves to be the right one.</summary>
internal sealed record ClusterConnection
{
    /// <summary>Address, possibly with a path in front of the API's own.</summary>
    public required Uri Server { get; init; }

    /// <summary>The only roots trusted; <see langword="null"/> for those of the system.</summary>
    public X509Certificate2Collection? CertificateAuthorities { get; init; }

    /// <summary>Where <see cref="CertificateAuthorities"/> were read: a file, or a file and the field in it.</summary>
    public string? AuthoritiesFrom { get; init; }

    /// <summary>The name that the certificate must have; <see langword="null"/> for the host of <see cref="Server"/>.</summary>
    public string? TlsServerName { get; init; }

    /// <summary>Whether any certificate will do.</summary>
    public bool InsecureSkipTlsVerify { get; init; }

    /// <summary>The proxy to go through; <see langword="null"/> for what the environment says.</summary>
    public Uri? Proxy { get; init; }
}
