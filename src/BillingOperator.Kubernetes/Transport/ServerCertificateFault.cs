using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using BillingOperator.Kubernetes.Configuration;

namespace BillingOperator.Kubernetes.Transport;

/// <summary>Why the certificate of a server is not taken, and what to do: .NET's own words name neither names nor files.</summary>
internal static class ServerCertificateFault
{
    // A signature is wrong where an authority of the same name is trusted, as after a cluster was rebuilt.
    private const X509ChainStatusFlags Untrusted =
        X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain | X509ChainStatusFlags.NotSignatureValid;

    /// <summary>The fault that has to be fixed first.</summary>
    public static string Of(
        ClusterConnection cluster,
        X509Certificate2? shown,
        X509Chain? chain,
        SslPolicyErrors errors,
        DateTimeOffset now
    )
    {
        if (shown is null || errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable))
        {
            return "the server shows no certificate";
        }

        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors) && chain is not null)
        {
            return OutOfDate(chain, now) ?? OfChain(cluster, shown, chain);
        }

        var name = cluster.TlsServerName ?? cluster.Server.Host;
        return $"its certificate is for {Names(shown)}, and not for {name}: use one of these names as server, or set "
            + "tls-server-name to one of them";
    }

    private static string OfChain(ClusterConnection cluster, X509Certificate2 shown, X509Chain chain)
    {
        var trusted = cluster.AuthoritiesFrom ?? "the authorities of the system";
        if (chain.ChainStatus.Any(status => (status.Status & Untrusted) != 0))
        {
            return $"its certificate ({shown.Subject}) is from an authority ({chain.ChainElements[^1].Certificate.Issuer}) "
                + $"that is not trusted: {trusted} {(cluster.AuthoritiesFrom is null ? "do" : "does")} not hold it; set "
                + "certificate-authority to the file with the cluster's authority";
        }

        var faults = chain.ChainStatus.Select(status => status.StatusInformation.Trim().TrimEnd('.')).Distinct();
        return $"its certificate ({shown.Subject}) is not taken, checked with {trusted}: {string.Join("; ", faults)}";
    }

    private static string? OutOfDate(X509Chain chain, DateTimeOffset now)
    {
        var late = chain
            .ChainElements.Where(element =>
                element.ChainElementStatus.Any(status => status.Status.HasFlag(X509ChainStatusFlags.NotTimeValid))
            )
            .Select(element => element.Certificate)
            .FirstOrDefault();
        return late is null ? null
            : late.NotAfter.ToUniversalTime() < now
                ? $"its certificate ({late.Subject}) expired at {Text(late.NotAfter)}: renew it on the server, or set the "
                    + "clock of this machine right"
            : $"its certificate ({late.Subject}) is not valid before {Text(late.NotBefore)}: set the clock of this machine "
                + "right, or that of whoever issued it";

        static string Text(DateTime time) =>
            time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
    }

    private static string Names(X509Certificate2 certificate)
    {
        var extension = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault();
        string[] names =
        [
            .. extension?.EnumerateDnsNames() ?? [],
            .. extension?.EnumerateIPAddresses().Select(address => address.ToString()) ?? [],
        ];
        return names.Length > 0 ? string.Join(", ", names) : "no name at all";
    }
}
