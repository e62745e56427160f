using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using BillingOperator.TestEnvironment.Processes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace BillingOperator.TestEnvironment.Proxying;

/// <summary>
/// Stands in front of a real server on loopback, speaks HTTP/1.1 and HTTP/2 to both sides, keeps a list of the requests,
/// and puts in the faults it is told to. Bearer tokens and request signatures pass through; client certificates cannot.
/// </summary>
public sealed class FaultProxy : IAsyncDisposable
{
    private readonly int _port = LoopbackPort.Free();
    private readonly long _start = TimeProvider.System.GetTimestamp();
    private readonly ConcurrentQueue<ProxiedRequest> _requests = new();
    private readonly ConcurrentDictionary<string, FreezableConnection> _connections = new();
    private readonly Uri _server;
    private readonly HttpMessageInvoker _client;
    private readonly X509Certificate2? _certificate;
    private ImmutableList<FaultRule> _rules = [];
    private WebApplication? _listener;

    private FaultProxy(Uri server, SocketsHttpHandler handler, X509Certificate2? certificate)
    {
        _server = server;
        _client = new HttpMessageInvoker(handler);
        _certificate = certificate;
    }

    /// <summary>The proxy's address: what to give to clients in place of the server's.</summary>
    public Uri Endpoint => new($"{(_certificate is null ? "http" : "https")}://127.0.0.1:{_port}");

    /// <summary>The requests that have arrived so far, in their order.</summary>
    public IReadOnlyList<ProxiedRequest> Requests => [.. _requests];

    /// <summary>Starts a proxy in front of an API server, with a certificate from the same authority.</summary>
    public static async Task<FaultProxy> StartAsync(ControlPlane server, CancellationToken cancellationToken = default)
    {
        using var authority = server.OpenCertificateAuthority();
        var handler = CreateHandler();
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            CustomTrustStore = { X509CertificateLoader.LoadCertificateFromFile(server.CertificateAuthorityFile) },
            RevocationMode = X509RevocationMode.NoCheck,
        };
        var proxy = new FaultProxy(server.Server, handler, authority.IssueServer("127.0.0.1", "localhost"));
        await proxy.ListenAsync(cancellationToken);
        return proxy;
    }

    /// <summary>Starts a proxy in front of an S3 server.</summary>
    /// <param name="server">The server.</param>
    /// <param name="certificate">With it the proxy speaks TLS, and disposes of it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<FaultProxy> StartAsync(
        IS3Server server,
        X509Certificate2? certificate = null,
        CancellationToken cancellationToken = default
    )
    {
        var proxy = new FaultProxy(server.Endpoint, CreateHandler(), certificate);
        await proxy.ListenAsync(cancellationToken);
        return proxy;
    }

    /// <summary>Puts a fault in the way of the requests that match; of several rules the oldest strikes.</summary>
    /// <param name="match">Which requests.</param>
    /// <param name="fault">What happens to them.</param>
    /// <param name="times">After how many of them it ends by itself.</param>
    /// <param name="goesFirst">Whether it strikes before all others.</param>
    public FaultRule Fail(
        Func<ProxiedRequest, bool> match,
        Fault fault,
        int times = int.MaxValue,
        bool goesFirst = false
    )
    {
        var rule = new FaultRule(match, fault, times, Remove);
        ImmutableInterlocked.Update(ref _rules, rules => goesFirst ? rules.Insert(0, rule) : rules.Add(rule));
        return rule;
    }

    /// <summary>Breaks every connection that is open, with whatever goes on in it; new ones are accepted.</summary>
    public void BreakConnections()
    {
        foreach (var connection in _connections.Values)
        {
            connection.Abort();
        }
    }

    /// <summary>
    /// Lets every connection that is open fall silent, with whatever goes on in it: nothing passes, and the caller is not
    /// told. New ones work.
    /// </summary>
    public void FreezeConnections()
    {
        foreach (var connection in _connections.Values)
        {
            connection.Freeze();
        }
    }

    /// <summary>Breaks every connection and refuses new ones until <see cref="ListenAsync" />.</summary>
    public async Task RefuseConnectionsAsync()
    {
        BreakConnections();
        if (_listener is not null)
        {
            await _listener.DisposeAsync();
            _listener = null;
        }
    }

    /// <summary>Accepts connections again, at the same address.</summary>
    public async Task ListenAsync(CancellationToken cancellationToken = default)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(Configure);
        _listener = builder.Build();
        _listener.Run(HandleAsync);
        await _listener.StartAsync(cancellationToken);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        BreakConnections();
        if (_listener is not null)
        {
            await _listener.DisposeAsync();
        }

        _client.Dispose();
        _certificate?.Dispose();
    }

    private static SocketsHttpHandler CreateHandler() =>
        new()
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            EnableMultipleHttp2Connections = true,
        };

    private void Configure(KestrelServerOptions options)
    {
        options.AddServerHeader = false;
        options.Limits.MaxRequestBodySize = null;
        options.Limits.MinRequestBodyDataRate = null;
        options.Limits.MinResponseDataRate = null;
        options.Listen(
            IPAddress.Loopback,
            _port,
            listen =>
            {
                listen.Use(next => connection => TrackAsync(connection, next));
                if (_certificate is not null)
                {
                    listen.UseHttps(_certificate);
                }
            }
        );
    }

    private async Task TrackAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        _connections[connection.ConnectionId] = new FreezableConnection(connection);
        try
        {
            await next(connection);
        }
        finally
        {
            _connections.TryRemove(connection.ConnectionId, out _);
        }
    }

    private async Task HandleAsync(HttpContext context)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Split('?', 2);
        var request = new ProxiedRequest(
            TimeProvider.System.GetElapsedTime(_start),
            context.Request.Method,
            target[0],
            target.Length > 1 ? $"?{target[1]}" : ""
        );
        _requests.Enqueue(request);
        var exchange = new Exchange(context, _server, _client);
        try
        {
            var rule = _rules.FirstOrDefault(rule => rule.Strikes(request));
            await (rule is null ? exchange.ForwardAsync() : rule.Fault(exchange));
        }
        catch (Exception exception)
            when (exception is OperationCanceledException or HttpRequestException or IOException)
        {
            // One side has gone: the other must see its connection break, too.
            exchange.Abort();
        }
    }

    private void Remove(FaultRule rule) => ImmutableInterlocked.Update(ref _rules, rules => rules.Remove(rule));
}
