namespace BillingOperator.Kubernetes.Tests;

public sealed record WidgetSpec
{
    public int? Size { get; init; }
}
