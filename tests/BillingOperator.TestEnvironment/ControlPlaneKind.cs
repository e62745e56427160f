namespace BillingOperator.TestEnvironment;

/// <summary>
/// The age of a control plane. An API server in <c>KUBEBUILDER_ASSETS</c> stands in for each of these, and serves everything.
/// </summary>
public enum ControlPlaneKind
{
    /// <summary>Custom resources are served by Kubernetes 1.36's code, on etcd 3.5: CEL rules and streaming lists.</summary>
    Modern,

    /// <summary>Kubernetes 1.20, the oldest that is supported, on Debian's etcd.</summary>
    Oldest,

    /// <summary>As <see cref="Modern"/>, on Debian 12's etcd 3.4, which cannot tell how far a watch has come.</summary>
    ModernOnOldEtcd,
}
