namespace BillingOperator.ControllerRuntime.Tests.Cluster;

public sealed record WidgetStatus
{
    public string? Seen { get; init; }

    public IReadOnlyList<string>? Parts { get; init; }
}
