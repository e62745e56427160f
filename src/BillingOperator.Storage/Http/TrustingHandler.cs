using System.Net;

namespace BillingOperator.Storage.Http;

/// <summary>
/// Sends requests over connections that trust the CA bundle of this moment: when the bundle changes, the next request
/// opens new connections.
/// </summary>
/// <param name="readCaBundle">The bundle in PEM; <see langword="null"/> for the system's authorities alone.</param>
/// <param name="maxConnections">Most connections to one server at a time.</param>
internal sealed class TrustingHandler(Func<string?> readCaBundle, int maxConnections) : HttpMessageHandler
{
    /// <summary>Three tries with their pauses must fit into ten seconds.</summary>
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan ConnectionIdleTimeout = TimeSpan.FromSeconds(15);

    private readonly Lock _lock = new();
    private Connections? _connections;

    protected override Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        // The SDK waits for leave before it sends a body: a round trip that pays for large objects only.
        request.Headers.ExpectContinue = false;
        // The SDK's own bookkeeping is not part of S3, not signed, and one thing more that a store may refuse.
        request.Headers.Remove("amz-sdk-invocation-id");
        request.Headers.Remove("amz-sdk-request");
        return CurrentInvoker().SendAsync(request, cancellationToken);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _connections?.Invoker.Dispose();
        }
        base.Dispose(disposing);
    }

    private HttpMessageInvoker CurrentInvoker()
    {
        var caBundle = readCaBundle();
        if (_connections is { } current && current.CaBundle == caBundle)
        {
            return current.Invoker;
        }
        lock (_lock)
        {
            if (_connections?.CaBundle != caBundle || _connections is null)
            {
                // The former connections are left to the requests that still use them, and then to the collector.
                _connections = new Connections(caBundle, new HttpMessageInvoker(Open(caBundle)));
            }
            return _connections.Invoker;
        }
    }

    private SocketsHttpHandler Open(string? caBundle) =>
        new()
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectTimeout = ConnectTimeout,
            MaxConnectionsPerServer = maxConnections,
            PooledConnectionIdleTimeout = ConnectionIdleTimeout,
            PooledConnectionLifetime = ConnectionLifetime,
            SslOptions = CertificateTrust.Options(caBundle),
            UseCookies = false,
        };

    private sealed record Connections(string? CaBundle, HttpMessageInvoker Invoker);
}
