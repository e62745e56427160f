using BillingOperator.TestEnvironment;

namespace BillingOperator.Tests.EndToEnd;

/// <summary>As <see cref="Installation"/>, on an etcd that ends streaming lists in an error.</summary>
public sealed class OldEtcdInstallation : Installation
{
    protected override ControlPlaneKind Kind => ControlPlaneKind.ModernOnOldEtcd;
}
