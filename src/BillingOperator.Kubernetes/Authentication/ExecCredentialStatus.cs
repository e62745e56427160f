namespace BillingOperator.Kubernetes.Authentication;

/// <summary>The answer. No record: its values must not be printed.</summary>
internal sealed class ExecCredentialStatus
{
    public DateTimeOffset? ExpirationTimestamp { get; init; }

    public string? Token { get; init; }

    public string? ClientCertificateData { get; init; }

    public string? ClientKeyData { get; init; }
}
