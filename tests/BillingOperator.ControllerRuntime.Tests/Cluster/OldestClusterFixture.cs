using BillingOperator.TestEnvironment;

namespace BillingOperator.ControllerRuntime.Tests.Cluster;

/// <summary>As <see cref="ClusterFixture"/>, of the oldest Kubernetes that is supported.</summary>
public sealed class OldestClusterFixture : ClusterFixture
{
    protected override ControlPlaneKind Kind => ControlPlaneKind.Oldest;
}
