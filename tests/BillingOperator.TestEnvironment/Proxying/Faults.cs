using System.Net;

namespace BillingOperator.TestEnvironment.Proxying;

/// <summary>The faults of networks and servers that clients have to live with.</summary>
public static class Faults
{
    /// <summary>The connection breaks before the server has got the request.</summary>
    public static Fault ConnectionLost() =>
        exchange =>
        {
            exchange.Abort();
            return Task.CompletedTask;
        };

    /// <summary>The server does the work, but its answer is lost.</summary>
    public static Fault AnswerLost() =>
        async exchange =>
        {
            using var answer = await exchange.SendAsync();
            await answer.Content.LoadIntoBufferAsync(exchange.Aborted);
            exchange.Abort();
        };

    /// <summary>The request reaches the server late.</summary>
    public static Fault Delay(TimeSpan delay) =>
        async exchange =>
        {
            await Task.Delay(delay, TimeProvider.System, exchange.Aborted);
            await exchange.ForwardAsync();
        };

    /// <summary>
    /// The connection breaks after this many bytes of the answer's body. The caller may see fewer: a reset overtakes what it
    /// has not read yet.
    /// </summary>
    public static Fault CutAfter(long bytes) =>
        async exchange =>
        {
            using var answer = await exchange.SendAsync();
            await exchange.CopyAsync(answer, bytes);
            exchange.Abort();
        };

    /// <summary>After this many bytes of the answer's body nothing comes any more; the connection stays open.</summary>
    public static Fault FreezeAfter(long bytes) =>
        async exchange =>
        {
            using var answer = await exchange.SendAsync();
            await exchange.CopyAsync(answer, bytes);
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, exchange.Aborted);
        };

    /// <summary>The answer's body comes in parts of this size, with a pause before each.</summary>
    public static Fault Drip(int partSize, TimeSpan pause) =>
        async exchange =>
        {
            using var answer = await exchange.SendAsync();
            await exchange.CopyAsync(answer, partSize: partSize, pause: pause);
        };

    /// <summary>The API server refuses with a <c>Status</c>; the request never gets there.</summary>
    /// <param name="status">The HTTP status.</param>
    /// <param name="reason">The reason in the <c>Status</c>; by default the one that belongs to the HTTP status.</param>
    /// <param name="retryAfter">Sent as <c>Retry-After</c>, in whole seconds.</param>
    /// <param name="message">The server's words.</param>
    public static Fault Status(
        HttpStatusCode status,
        string? reason = null,
        TimeSpan? retryAfter = null,
        string message = "injected fault"
    )
    {
        var body = StatusObject(status, reason ?? ReasonOf(status), message);
        return exchange => exchange.AnswerAsync(status, "application/json", body, retryAfter);
    }

    /// <summary>A watch that ends at once with a 410 as an event, as when its version has been compacted.</summary>
    public static Fault WatchExpired() => WatchError(HttpStatusCode.Gone, "injected fault");

    /// <summary>A watch that the server takes, and ends with an error as an event.</summary>
    public static Fault WatchError(HttpStatusCode status, string message)
    {
        var body = $$"""{"type":"ERROR","object":{{StatusObject(status, ReasonOf(status), message)}}}""" + "\n";
        return exchange => exchange.AnswerAsync(HttpStatusCode.OK, "application/json", body);
    }

    /// <summary>The S3 server refuses with an error document; the request never gets there.</summary>
    /// <param name="status">The HTTP status, such as 503.</param>
    /// <param name="code">S3's error code, such as <c>SlowDown</c>.</param>
    /// <param name="retryAfter">Sent as <c>Retry-After</c>, in whole seconds.</param>
    /// <param name="message">The server's words.</param>
    public static Fault S3Error(
        HttpStatusCode status,
        string code,
        TimeSpan? retryAfter = null,
        string message = "Injected fault"
    )
    {
        var body = $"<Error><Code>{code}</Code><Message>{message}</Message></Error>";
        return exchange => exchange.AnswerAsync(status, "application/xml", body, retryAfter);
    }

    private static string StatusObject(HttpStatusCode status, string reason, string message) =>
        "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"metadata\":{},\"status\":\"Failure\","
        + $"\"message\":\"{message}\",\"reason\":\"{reason}\",\"code\":{(int)status}}}";

    private static string ReasonOf(HttpStatusCode status) =>
        status switch
        {
            HttpStatusCode.Conflict => "Conflict",
            HttpStatusCode.Gone => "Expired",
            HttpStatusCode.TooManyRequests => "TooManyRequests",
            HttpStatusCode.InternalServerError => "InternalError",
            HttpStatusCode.ServiceUnavailable => "ServiceUnavailable",
            HttpStatusCode.GatewayTimeout => "Timeout",
            _ => status.ToString(),
        };
}
