namespace BillingOperator.Kubernetes.Configuration;

/// <summary>The way to the API server is not, or not rightly, configured. The message says where and what to do.</summary>
public sealed class KubernetesConfigurationException(string message, Exception? innerException = null)
    : Exception(message, innerException);
