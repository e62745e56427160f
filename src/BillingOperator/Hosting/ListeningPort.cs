using System.Net;
using System.Net.Sockets;

namespace BillingOperator.Hosting;

/// <summary>Tries a port before everything else starts, so that whoever chose it gets one clear line.</summary>
internal static class ListeningPort
{
    /// <summary>Listens for a moment, on all addresses, as the web server will.</summary>
    /// <exception cref="MisuseException">Somebody else listens there, or this process may not.</exception>
    public static void MustBeFree(int port)
    {
        var hasIPv6 = Socket.OSSupportsIPv6;
        using var socket = new Socket(
            hasIPv6 ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork,
            SocketType.Stream,
            ProtocolType.Tcp
        );
        try
        {
            if (hasIPv6)
            {
                socket.DualMode = true;
            }

            socket.Bind(new IPEndPoint(hasIPv6 ? IPAddress.IPv6Any : IPAddress.Any, port));
            socket.Listen();
        }
        catch (SocketException e)
        {
            throw new MisuseException($"--http-port {port}: {e.Message}. Choose a port that is free.", e);
        }
    }
}
