namespace BillingOperator.ControllerRuntime.Tests.Cluster;

public sealed record WidgetStatus
{
    public long? ObservedGeneration { get; init; }

    public string? Seen { get; init; }

    public IReadOnlyList<string>? Parts { get; init; }
}
