using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace BillingOperator.ControllerRuntime.Health;

/// <summary>What a health endpoint says: the overall state, then one line for each check that has something to tell.</summary>
public static class HealthText
{
    /// <summary>Writes a report as plain text.</summary>
    public static Task WriteAsync(HttpContext context, HealthReport report)
    {
        context.Response.ContentType = "text/plain; charset=utf-8";
        var told = report
            .Entries.Where(entry => !string.IsNullOrEmpty(entry.Value.Description))
            .Select(entry => $"\n{entry.Key}: {OneLine.Of(entry.Value.Description!, 4096)}");
        return context.Response.WriteAsync(report.Status + string.Concat(told), context.RequestAborted);
    }
}
