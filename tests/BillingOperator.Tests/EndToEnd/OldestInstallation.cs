using BillingOperator.TestEnvironment;

namespace BillingOperator.Tests.EndToEnd;

/// <summary>As <see cref="Installation"/>, on the oldest Kubernetes that is supported.</summary>
public sealed class OldestInstallation : Installation
{
    protected override ControlPlaneKind Kind => ControlPlaneKind.Oldest;
}
