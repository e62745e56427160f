using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace BillingOperator.ControllerRuntime.Health;

/// <summary>What a health endpoint says: the overall state, then one line for each check that has something to tell.</summary>
public static class HealthText
{
    /// <summary>A report as plain text.</summary>
    public static string Of(HealthReport report)
    {
        var told = report
            .Entries.Where(entry => !string.IsNullOrEmpty(entry.Value.Description))
            .Select(entry => $"\n{entry.Key}: {OneLine.Of(entry.Value.Description!, 4096)}");
        return report.Status + string.Concat(told);
    }
}
