using BillingOperator.Kubernetes.Configuration;

namespace BillingOperator.Hosting;

/// <summary>Which proxy is used for what, for people.</summary>
internal static class ProxyReport
{
    /// <summary>Such as <c>API server direct; stores: https through http://proxy:3128, http direct</c>; no passwords.</summary>
    public static string Of(KubernetesClientConfiguration cluster, EnvironmentProxy environment) =>
        $"API server {cluster.Proxy ?? environment.WayTo(cluster.Server)}; stores: {environment}";
}
