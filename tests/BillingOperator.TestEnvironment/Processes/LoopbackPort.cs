using System.Net;
using System.Net.Sockets;

namespace BillingOperator.TestEnvironment.Processes;

/// <summary>Chooses ports for servers that are about to start.</summary>
public static class LoopbackPort
{
    private const int First = 20_000;

    // Linux gives ports from 32768 up to outgoing connections: one of those could be taken before the server has it.
    private const int AfterLast = 32_000;

    /// <summary>A TCP port of 127.0.0.1 that nobody listens on.</summary>
    public static int Free()
    {
        while (true)
        {
            var port = Random.Shared.Next(First, AfterLast);
            using var listener = new TcpListener(IPAddress.Loopback, port);
            try
            {
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken: the next one.
            }
        }
    }
}
