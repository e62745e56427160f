using BillingOperator.TestEnvironment;

namespace BillingOperator.Api.Tests.Install;

/// <summary>As <see cref="HelmCluster"/>, on the oldest Kubernetes that is supported.</summary>
public sealed class OldestHelmCluster : HelmCluster
{
    protected override ControlPlaneKind Kind => ControlPlaneKind.Oldest;
}
