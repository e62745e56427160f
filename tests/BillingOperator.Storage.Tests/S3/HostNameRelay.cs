using System.Net;
using System.Net.Sockets;
using System.Text;

namespace BillingOperator.Storage.Tests.S3;

/// <summary>
/// An HTTP proxy that finds the S3 server under every host name, as a DNS with a wildcard would: for buckets in the host
/// name.
/// </summary>
public sealed class HostNameRelay : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly IWebProxy _before = HttpClient.DefaultProxy;
    private readonly Uri _server;

    public HostNameRelay(Uri server)
    {
        _server = server;
        _listener.Start();
        HttpClient.DefaultProxy = new WebProxy($"http://{_listener.LocalEndpoint}");
        _ = AcceptAsync();
    }

    public void Dispose()
    {
        HttpClient.DefaultProxy = _before;
        _listener.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await _listener.AcceptTcpClientAsync());
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // Disposed.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            using var server = new TcpClient();
            await server.ConnectAsync(_server.Host, _server.Port);
            await Task.WhenAny(
                ForwardAsync(client.GetStream(), server.GetStream()),
                server.GetStream().CopyToAsync(client.GetStream())
            );
        }
    }

    /// <summary>Proxies are sent <c>PUT http://host/path</c>, servers <c>PUT /path</c>; the Host header stays.</summary>
    private static async Task ForwardAsync(NetworkStream client, NetworkStream server)
    {
        var buffer = new byte[64 * 1024];
        while (await client.ReadAsync(buffer) is > 0 and var read)
        {
            var text = Encoding.Latin1.GetString(buffer, 0, read);
            var target = text.IndexOf(" http://", StringComparison.Ordinal);
            if (target >= 0 && target < text.IndexOf('\r', StringComparison.Ordinal))
            {
                text = text.Remove(target + 1, text.IndexOf('/', target + " http://".Length) - target - 1);
            }
            await server.WriteAsync(Encoding.Latin1.GetBytes(text));
        }
    }
}
