using BillingOperator.TestEnvironment;

namespace BillingOperator.Api.Tests.Install;

/// <summary>As <see cref="InstalledCluster"/>, on the oldest Kubernetes that is supported.</summary>
public sealed class OldestInstalledCluster : InstalledCluster
{
    protected override ControlPlaneKind Kind => ControlPlaneKind.Oldest;
}
