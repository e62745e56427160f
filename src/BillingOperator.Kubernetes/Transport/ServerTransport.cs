using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using BillingOperator.Kubernetes.Authentication;
using BillingOperator.Kubernetes.Configuration;

namespace BillingOperator.Kubernetes.Transport;

/// <summary>
/// The connections to one API server: one <see cref="SocketsHttpHandler"/>, replaced when the client certificate is.
/// </summary>
internal sealed class ServerTransport(ClusterConnection cluster, Func<bool>? maySend, TimeProvider timeProvider)
    : HttpMessageHandler
{
    // A peer that is gone without a word is found out in 5.5 s at most (the handler looks once a second), so that a leader
    // has a new connection before its lease of 10 s is over.
    private static readonly TimeSpan PingDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PingTimeout = TimeSpan.FromSeconds(2.5);

    private readonly Lock _lock = new();
    private ClientCertificate? _certificate;
    private HttpMessageInvoker? _connections;

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        // The handler takes the name for SNI and for the certificate's check from here, and from nowhere else.
        request.Headers.Host = cluster.TlsServerName;
        request.Options.TryGetValue(AuthenticationHandler.CertificateKey, out var certificate);
        try
        {
            return await Connections(certificate).SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException e) when (e.HttpRequestError == HttpRequestError.SecureConnectionError)
        {
            throw new HttpRequestException(
                HttpRequestError.SecureConnectionError,
                $"{cluster.Server}: no secure connection: {(e.InnerException ?? e).Message}",
                e
            );
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _connections?.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>Makes a handler that trusts the cluster's authorities and nobody else.</summary>
    private SocketsHttpHandler CreateHandler(ClientCertificate? certificate) =>
        new()
        {
            AllowAutoRedirect = false,
            ConnectCallback = maySend is null
                ? null
                : (context, token) => FencedStream.ConnectAsync(context.DnsEndPoint, maySend, token),
            ConnectTimeout = TimeSpan.FromSeconds(10),
            EnableMultipleHttp2Connections = true,
            KeepAlivePingDelay = PingDelay,
            KeepAlivePingTimeout = PingTimeout,
            Proxy = cluster.Proxy is null ? null : Proxy(cluster.Proxy),
            SslOptions = Tls(certificate),
            UseCookies = false,
        };

    private HttpMessageInvoker Connections(ClientCertificate? certificate)
    {
        lock (_lock)
        {
            if (_connections is null || _certificate != certificate)
            {
                // The one before is not disposed of: requests may be on it. Its connections end when they are idle.
                _connections = new HttpMessageInvoker(CreateHandler(certificate));
                _certificate = certificate;
            }

            return _connections;
        }
    }

    private SslClientAuthenticationOptions Tls(ClientCertificate? certificate)
    {
        var options = new SslClientAuthenticationOptions
        {
            ClientCertificateContext = certificate?.Context,
            // Decides nothing, and puts another's refusal into words.
            RemoteCertificateValidationCallback = (_, shown, chain, errors) =>
                errors == SslPolicyErrors.None
                    ? true
                    : throw new AuthenticationException(
                        ServerCertificateFault.Of(
                            cluster,
                            shown as X509Certificate2,
                            chain,
                            errors,
                            timeProvider.GetUtcNow()
                        )
                    ),
        };
        if (cluster.InsecureSkipTlsVerify)
        {
            options.RemoteCertificateValidationCallback = (_, shown, _, _) => shown is not null;
        }
        else if (cluster.CertificateAuthorities is { } authorities)
        {
            // A policy for the chain, not a callback for the whole: the host name is still checked (CVE-2025-9708).
            var policy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
            };
            policy.CustomTrustStore.AddRange(authorities);
            options.CertificateChainPolicy = policy;
        }

        return options;
    }

    private static WebProxy Proxy(Uri address)
    {
        // Errors quote the proxy's address: its password stays out of it.
        var proxy = new WebProxy(new UriBuilder(address) { UserName = "", Password = "" }.Uri);
        if (address.UserInfo.Split(':', 2) is [{ Length: > 0 } name, .. var rest])
        {
            proxy.Credentials = new NetworkCredential(
                Uri.UnescapeDataString(name),
                Uri.UnescapeDataString(rest.Length > 0 ? rest[0] : "")
            );
        }

        return proxy;
    }
}
