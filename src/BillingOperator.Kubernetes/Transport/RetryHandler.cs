using System.Net;
using Microsoft.Extensions.Logging;

namespace BillingOperator.Kubernetes.Transport;

/// <summary>
/// Waits and asks again where the server says that it is too busy: 429; 503 with <c>Retry-After</c>; for reads also 503
/// without it and any other 5xx with it, but not 504 to whoever asks for a version. Everything else, and an answer that
/// asks for a longer wait than <see cref="LongestWait"/>, goes to the caller.
/// </summary>
internal sealed partial class RetryHandler(TimeProvider timeProvider, ILogger logger, HttpMessageHandler inner)
    : DelegatingHandler(inner)
{
    /// <summary>How often a request is sent at most.</summary>
    public const int Tries = 6;

    /// <summary>The longest wait that is kept inside one call.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        for (var attempt = 1; ; attempt++)
        {
            var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
            if (attempt == Tries || Wait(request, response, attempt) is not { } wait || wait > LongestWait)
            {
                return response;
            }

            Log.Throttled(logger, request.Method, request.RequestUri, (int)response.StatusCode, wait, attempt);
            response.Dispose();
            await Task.Delay(wait, timeProvider, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>How long to wait; <see langword="null"/> where asking again is not safe or not asked for.</summary>
    private TimeSpan? Wait(HttpRequestMessage request, HttpResponseMessage response, int attempt)
    {
        var asked = RetryAfter.Of(response, timeProvider);
        var isRead = request.Method == HttpMethod.Get;
        return response.StatusCode switch
        {
            HttpStatusCode.TooManyRequests => asked ?? Backoff(attempt),
            // The server's memory is behind what was asked for: whoever asked knows what else to ask.
            HttpStatusCode.GatewayTimeout when NamesVersion(request) => null,
            HttpStatusCode.ServiceUnavailable => asked ?? (isRead ? Backoff(attempt) : null),
            >= HttpStatusCode.InternalServerError when isRead => asked,
            _ => null,
        };
    }

    private static bool NamesVersion(HttpRequestMessage request) =>
        request.RequestUri?.Query.Contains("resourceVersion=", StringComparison.Ordinal) == true;

    /// <summary>0.25 s, doubled each time, and up to a half more, so that many clients do not come back at once.</summary>
    private static TimeSpan Backoff(int attempt) =>
        TimeSpan.FromSeconds(0.25 * Math.Pow(2, attempt - 1) * (1 + (Random.Shared.NextDouble() / 2)));

    private static partial class Log
    {
        [LoggerMessage(
            Level = LogLevel.Debug,
            Message = "{Method} {Uri}: server answered {Code}, asking again in {Wait} (try {Attempt})"
        )]
        public static partial void Throttled(
            ILogger logger,
            HttpMethod method,
            Uri? uri,
            int code,
            TimeSpan wait,
            int attempt
        );
    }
}
