using BillingOperator.TestEnvironment;

namespace BillingOperator.Tests.EndToEnd;

/// <summary>An installation with one operator that all tests of the collection share.</summary>
public sealed class RunningOperator : RulelessInstallation
{
    public OperatorProcess Operator { get; private set; } = null!;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        Operator = await StartOperatorAsync();
    }

    /// <summary>What <c>/metrics</c> says once the operator has the status of an event's run back from the API server.</summary>
    /// <param name="site">The site of the event, whose first run has ended well.</param>
    public async Task<string> MetricsAfterRunAsync(Site site)
    {
        var metrics = "";
        var series = $"billing_last_successful_run_timestamp_seconds{{event=\"{site.Name}\"}}";
        await Eventually.TrueAsync(
            async () => (metrics = await Operator.GetAsync("/metrics")).Contains(series, StringComparison.Ordinal),
            TimeSpan.FromSeconds(30),
            () => $"{series} is not in\n{metrics}"
        );
        return metrics;
    }

    public override async Task DisposeAsync()
    {
        await Operator.DisposeAsync();
        await base.DisposeAsync();
    }
}
