namespace BillingOperator.ControllerRuntime.Tests.Cluster;

public sealed record WidgetSpec
{
    public string? Color { get; init; }
}
