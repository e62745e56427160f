using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace BillingOperator.TestEnvironment.Processes;

/// <summary>Chooses ports for servers that are about to start.</summary>
public static class LoopbackPort
{
    private const int First = 20_000;

    // Linux gives ports from 32768 up to outgoing connections: one of those could be taken before the server has it.
    private const int AfterLast = 32_000;

    // A server takes seconds until it listens, and test processes run beside each other: an open file a port keeps it for
    // whoever chose it.
    private static readonly string Folder = Directory
        .CreateDirectory(Path.Combine(Path.GetTempPath(), $"billing-operator-ports-{Environment.UserName}"))
        .FullName;
    private static readonly ConcurrentBag<FileStream> Claims = [];

    /// <summary>A TCP port of 127.0.0.1 that nobody listens on, and that no other call chose, of whatever process.</summary>
    public static int Free()
    {
        while (true)
        {
            var port = Random.Shared.Next(First, AfterLast);
            if (IsFree(port) && Claim(port))
            {
                return port;
            }
        }
    }

    private static bool IsFree(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static bool Claim(int port)
    {
        try
        {
            var file = Path.Combine(Folder, $"{port}");
            Claims.Add(new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
