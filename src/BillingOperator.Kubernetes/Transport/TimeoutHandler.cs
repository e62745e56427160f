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
        using var deadline = new Deadline(timeout, timeProvider, cancellationToken);
        try
        {
            return await base.SendAsync(request, deadline.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (deadline.IsPast)
        {
            throw deadline.Exceeded(request, e);
        }
    }
}
