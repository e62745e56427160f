using System.Net.Sockets;

namespace BillingOperator.Storage.Http;

/// <summary>The connection ended before any answer. The SDK takes an <see cref="IOException"/> out of its
/// <see cref="HttpRequestException"/>, and with that what was known of it.</summary>
/// <param name="error">What was known.</param>
/// <param name="cause">The cause.</param>
internal sealed class UnansweredException(HttpRequestError error, Exception cause) : IOException(cause.Message, cause)
{
    /// <summary>What was known.</summary>
    public HttpRequestError Error => error;

    /// <summary>Whether the other side closed the connection and said nothing, as servers do with one kept for long.</summary>
    public bool IsClosed =>
        error == HttpRequestError.ResponseEnded
        || InnerException?.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionReset };
}
