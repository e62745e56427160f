namespace BillingOperator.Kubernetes.Transport;

/// <summary>Counts every request that goes out, also those that are sent again.</summary>
internal sealed class MetricsHandler(RequestMetrics metrics, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        HttpResponseMessage? response = null;
        try
        {
            response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
            return response;
        }
        finally
        {
            metrics.Count(request, response);
        }
    }
}
