using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace BillingOperator.Kubernetes.Tests.Transport;

/// <summary>A small HTTP proxy that knows <c>CONNECT</c>, asks for a password, and leads every tunnel to one server.</summary>
internal sealed class ConnectProxy : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentQueue<string> _tunnels = new();
    private readonly Uri _server;
    private readonly string _authorization;
    private readonly Task _accepting;

    public ConnectProxy(Uri server, string name, string password)
    {
        _server = server;
        _authorization = $"Proxy-Authorization: Basic {Certificates.Base64($"{name}:{password}")}";
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>What clients asked to be led to.</summary>
    public IReadOnlyCollection<string> Tunnels => _tunnels;

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
            var client = await _listener.AcceptTcpClientAsync(_stop.Token);
            _ = ServeAsync(client);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var _ = client;
        var stream = client.GetStream();
        var head = await ReadHeadAsync(stream);
        if (!head.Contains(_authorization, StringComparison.Ordinal))
        {
            await AnswerAsync(
                stream,
                "407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"test\"\r\nConnection: close\r\nContent-Length: 0"
            );
            return;
        }

        _tunnels.Enqueue(head.Split(' ')[1]);
        using var server = new TcpClient();
        await server.ConnectAsync(_server.Host, _server.Port, _stop.Token);
        await AnswerAsync(stream, "200 Connection established");
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
