using System.Diagnostics.Metrics;
using System.Globalization;

namespace BillingOperator.Storage.Http;

/// <summary>Counts every request that goes out, tries again included: <c>billing_s3_requests_total</c>.</summary>
internal sealed class RequestCounter(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private const string NoAnswer = "none";

    private static readonly Meter Meter = new("BillingOperator.Storage");

    private static readonly Counter<long> Requests = Meter.CreateCounter<long>(
        "billing_s3_requests_total",
        description: "Requests to the S3 and STS endpoints by operation and HTTP status; none where no answer came."
    );

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        var code = NoAnswer;
        try
        {
            var response = await base.SendAsync(request, cancellationToken);
            code = ((int)response.StatusCode).ToString(CultureInfo.InvariantCulture);
            return response;
        }
        finally
        {
            Requests.Add(1, new("operation", Operation(request)), new("code", code));
        }
    }

    private static string Operation(HttpRequestMessage request) =>
        request.Method.Method switch
        {
            "PUT" => "PutObject",
            "HEAD" => "HeadObject",
            "GET" when request.RequestUri?.Query.Contains("list-type=2", StringComparison.Ordinal) == true =>
                "ListObjectsV2",
            "GET" => "GetObject",
            "POST" => "AssumeRole",
            var method => method,
        };
}
