using k8s.Models;

namespace BillingOperator.Kubernetes.Tests;

public sealed record WidgetStatus
{
    public string? Phase { get; init; }

    public string? Note { get; init; }

    public IReadOnlyList<V1Condition>? Conditions { get; init; }
}
