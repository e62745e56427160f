using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using BillingOperator.Billing.ObjectStores;
using BillingOperator.Storage.Http;
using static BillingOperator.Billing.ObjectStores.ObjectStoreFailure;

namespace BillingOperator.Storage.Failures;

/// <summary>Why a request got no answer: what happened on the way to the store, or within its answer.</summary>
internal static class WayThere
{
    /// <summary>The reason and what to do, by the step that failed: the name, the connection, TLS, HTTP, the body.</summary>
    public static (ObjectStoreFailure Failure, string Says) Explain(Exception error, S3Target target)
    {
        var request =
            Causes.Find<HttpRequestException>(error)?.HttpRequestError
            ?? Causes.Find<UnansweredException>(error)?.Error;
        var socket = Causes.Find<SocketException>(error)?.SocketErrorCode;
        if (
            request == HttpRequestError.NameResolutionError
            || socket is SocketError.HostNotFound or SocketError.TryAgain
        )
        {
            return Unreachable(target, "its host name is unknown");
        }
        if (socket == SocketError.ConnectionRefused)
        {
            return Unreachable(target, "it refuses the connection");
        }
        if (request == HttpRequestError.SecureConnectionError)
        {
            return ExplainTls(error, target);
        }
        if (request == HttpRequestError.InvalidResponse)
        {
            return Unreachable(target, "what answers at this port does not speak HTTP", OtherScheme(target));
        }
        if (Causes.Find<UnansweredException>(error) is { IsClosed: true })
        {
            // A port for TLS does so, and so does a store that falls over: what it had to do is not known.
            return (
                StoreError,
                $"{target.Endpoint} closes the connection without an answer; look at the network and proxies between, and "
                    + OtherScheme(target)
            );
        }
        if (Causes.Of(error).Any(cause => cause is OperationCanceledException or TimeoutException))
        {
            return Unreachable(target, "it does not answer in time");
        }
        if (request is not null)
        {
            return Unreachable(target, AnswerWords.InLine(Causes.Of(error).Last().Message));
        }
        return Causes.Find<IOException>(error) is { } broken
            ? (
                StoreError,
                $"the answer broke off ({AnswerWords.InLine(broken.Message)}); look at the network and proxies between"
            )
            : (StoreError, AnswerWords.InLine(error.Message));
    }

    // SslStream: bytes that are no TLS are its own finding and have no cause; an alert of the other side has one.
    private static (ObjectStoreFailure Failure, string Says) ExplainTls(Exception error, S3Target target)
    {
        if (Causes.Of(error).Last() is AuthenticationException)
        {
            return Unreachable(
                target,
                "it does not speak TLS at this port, which https:// asks for",
                target.HasScheme("https")
                    ? "correct the port in spec.s3.endpoint, or write http:// there, which needs "
                        + "spec.s3.allowInsecureEndpoint: true"
                    : target.WhereToLook
            );
        }
        var words = AnswerWords.Of(Encoding.UTF8.GetBytes(Causes.Of(error).Last().Message));
        return Unreachable(target, $"it breaks off the TLS handshake ({words})");
    }

    private static string OtherScheme(S3Target target) =>
        target.HasScheme("http")
            ? "write https:// in spec.s3.endpoint where this port speaks TLS, or correct the port"
            : target.WhereToLook;

    private static (ObjectStoreFailure Failure, string Says) Unreachable(
        S3Target target,
        string reason,
        string? remedy = null
    ) => (EndpointUnreachable, $"{target.Endpoint} cannot be reached: {reason}; {remedy ?? target.WhereToLook}");
}
