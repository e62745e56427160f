using BillingOperator.TestEnvironment;

namespace BillingOperator.ControllerRuntime.Tests.Cluster;

/// <summary>As <see cref="ClusterFixture"/>, on an etcd that ends streaming lists in an error.</summary>
public sealed class OldEtcdClusterFixture : ClusterFixture
{
    protected override ControlPlaneKind Kind => ControlPlaneKind.ModernOnOldEtcd;
}
