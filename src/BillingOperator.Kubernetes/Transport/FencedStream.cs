using System.Net;
using System.Net.Sockets;

namespace BillingOperator.Kubernetes.Transport;

/// <summary>
/// A connection that asks before each piece of data whether it may still be sent. It is the lowest layer, below TLS: what
/// waited above it, in a queue or for a credential, is held back too.
/// </summary>
internal sealed class FencedStream(Socket socket, Func<bool> maySend) : NetworkStream(socket, ownsSocket: true)
{
    private const int KeepAliveSeconds = 15;

    /// <summary>Connects to a server, or to the proxy on the way to it.</summary>
    public static async ValueTask<Stream> ConnectAsync(
        DnsEndPoint endpoint,
        Func<bool> maySend,
        CancellationToken cancellationToken
    )
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp)
        {
            NoDelay = true,
            // What the kernel still holds when the process ends is dropped, and not delivered some time later.
            LingerState = new LingerOption(enable: true, seconds: 0),
        };
        // HTTP/2 pings tell a dead connection from a quiet one; these do so where a proxy speaks HTTP/1.1.
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, KeepAliveSeconds);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, KeepAliveSeconds);
        try
        {
            await socket.ConnectAsync(endpoint, cancellationToken).ConfigureAwait(false);
            return new FencedStream(socket, maySend);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count)
    {
        Ask();
        base.Write(buffer, offset, count);
    }

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        Ask();
        base.Write(buffer);
    }

    /// <inheritdoc/>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        Ask();
        return base.WriteAsync(buffer, offset, count, cancellationToken);
    }

    /// <inheritdoc/>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Ask();
        return base.WriteAsync(buffer, cancellationToken);
    }

    private void Ask()
    {
        if (!maySend())
        {
            throw new IOException("Nothing was sent: this client may not send any more.");
        }
    }
}
