using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace BillingOperator.TestEnvironment.Proxying;

/// <summary>
/// A proxy as companies have it between their machines and the world: tunnels by <c>CONNECT</c>, plain requests by their
/// absolute URL, one a connection. It finds one server under every name.
/// </summary>
public sealed class ForwardProxy : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentQueue<string> _targets = new();
    private readonly Uri _server;
    private readonly string? _authorization;
    private readonly Task _accepting;

    /// <summary>Starts to listen.</summary>
    /// <param name="server">Where everything is led to.</param>
    /// <param name="name">The user that it lets through; <see langword="null"/> for everybody.</param>
    /// <param name="password">That user's password.</param>
    public ForwardProxy(Uri server, string? name = null, string? password = null)
    {
        _server = server;
        _authorization = name is null
            ? null
            : $"Proxy-Authorization: Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{name}:{password}"))}";
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>The port, on the loopback address.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>What clients asked to be led to, as <c>host:port</c>.</summary>
    public IReadOnlyCollection<string> Targets => _targets;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            _ = ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token));
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var _ = client;
        var stream = client.GetStream();
        var head = await ReadHeadAsync(stream);
        if (_authorization is not null && !head.Contains(_authorization, StringComparison.Ordinal))
        {
            await AnswerAsync(
                stream,
                "407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"test\"\r\nConnection: close\r\nContent-Length: 0"
            );
            return;
        }

        using var server = new TcpClient();
        await server.ConnectAsync(_server.Host, _server.Port, _stop.Token);
        var target = head.Split(' ')[1];
        if (head.StartsWith("CONNECT ", StringComparison.Ordinal))
        {
            _targets.Enqueue(target);
            await AnswerAsync(stream, "200 Connection established");
        }
        else
        {
            var url = new Uri(target);
            _targets.Enqueue($"{url.Host}:{url.Port}");
            var once = head.Replace($" {target} ", $" {url.PathAndQuery} ", StringComparison.Ordinal)
                .Replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n", StringComparison.Ordinal);
            await server.GetStream().WriteAsync(Encoding.Latin1.GetBytes(once), _stop.Token);
        }

        await Task.WhenAny(
            stream.CopyToAsync(server.GetStream(), _stop.Token),
            server.GetStream().CopyToAsync(stream, _stop.Token)
        );
    }

    private async Task AnswerAsync(NetworkStream stream, string head) =>
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {head}\r\n\r\n"), _stop.Token);

    private async Task<string> ReadHeadAsync(NetworkStream stream)
    {
        var head = new StringBuilder();
        var buffer = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await stream.ReadExactlyAsync(buffer, _stop.Token);
            head.Append((char)buffer[0]);
        }

        return head.ToString();
    }
}
