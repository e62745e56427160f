namespace BillingOperator.Api.Settings;

/// <summary>Certificates in PEM: inline or from a Secret, exactly one of the two.</summary>
public sealed record CaBundle
{
    /// <summary>PEM text.</summary>
    public string? Inline { get; init; }

    /// <summary>A key of a Secret in the operator's own namespace.</summary>
    public SecretKeyRef? SecretRef { get; init; }
}
