namespace BillingOperator.Kubernetes.Tests;

/// <summary>The tests that share one control plane, one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class ControlPlaneTests : ICollectionFixture<ControlPlaneFixture>
{
    public const string Name = "control plane";
}
