namespace BillingOperator.Kubernetes.Authentication;

/// <summary>What is said to an exec plugin, and what it answers (<c>client.authentication.k8s.io</c>).</summary>
internal sealed class ExecCredential
{
    public string? ApiVersion { get; init; }

    public string? Kind { get; init; }

    public ExecCredentialSpec? Spec { get; init; }

    public ExecCredentialStatus? Status { get; init; }
}
