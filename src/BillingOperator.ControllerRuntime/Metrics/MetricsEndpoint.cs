using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace BillingOperator.ControllerRuntime.Metrics;

/// <summary>Lets Prometheus read the operator's metrics.</summary>
public static class MetricsEndpoint
{
    /// <summary>
    /// Serves the metrics of all meters whose name starts with <c>BillingOperator</c>. Values count from this call on.
    /// </summary>
    /// <param name="endpoints">The routes of the program.</param>
    /// <param name="path">The path, such as <c>/metrics</c>.</param>
    public static IEndpointConventionBuilder MapMetrics(this IEndpointRouteBuilder endpoints, string path)
    {
        var exporter = endpoints.ServiceProvider.GetRequiredService<PrometheusExporter>();
        return endpoints.MapGet(
            path,
            (HttpContext context) =>
            {
                context.Response.ContentType = PrometheusText.ContentType;
                return context.Response.WriteAsync(exporter.Write(), context.RequestAborted);
            }
        );
    }
}
