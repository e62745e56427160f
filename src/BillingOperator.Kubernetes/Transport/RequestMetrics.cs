using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;

namespace BillingOperator.Kubernetes.Transport;

/// <summary>
/// Counts requests as client-go does: <c>rest_client_requests_total{code,method}</c>, code <c>&lt;error&gt;</c> where
/// no answer came.
/// </summary>
internal sealed class RequestMetrics
{
    public const string MeterName = "BillingOperator.Kubernetes";
    private readonly Counter<long> _requests;

    public RequestMetrics(IMeterFactory meterFactory) =>
        _requests = meterFactory
            .Create(MeterName)
            .CreateCounter<long>(
                "rest_client_requests_total",
                description: "Number of HTTP requests, partitioned by status code and method."
            );

    public void Count(HttpRequestMessage request, HttpResponseMessage? response)
    {
        var code = response is null ? "<error>" : ((int)response.StatusCode).ToString(CultureInfo.InvariantCulture);
        _requests.Add(1, new TagList { { "code", code }, { "method", request.Method.Method } });
    }
}
