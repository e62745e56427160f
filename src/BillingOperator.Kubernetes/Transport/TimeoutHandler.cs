namespace BillingOperator.Kubernetes.Transport;

/// <summary>Gives up on a server that does not begin to answer. What follows the headers may take its time.</summary>
internal sealed class TimeoutHandler(TimeSpan timeout, TimeProvider timeProvider, HttpMessageHandler inner)
    : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        using var limit = new TimeLimit(timeout, timeProvider, cancellationToken);
        try
        {
            return await base.SendAsync(request, limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (limit.IsExceeded)
        {
            throw NoAnswer(request, timeout, e);
        }
    }

    /// <summary>The error of a request whose time is over.</summary>
    internal static HttpRequestException NoAnswer(HttpRequestMessage request, TimeSpan within, Exception cause) =>
        new(
            $"{request.Method} {request.RequestUri}: no answer within {within.TotalSeconds:0.#} s.",
            new TimeoutException(cause.Message, cause)
        );
}
