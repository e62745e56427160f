namespace BillingOperator.Api.Settings;

/// <summary>Exactly one of a Secret and the workload's own identity; either may assume a role.</summary>
public sealed record CredentialsSettings
{
    /// <summary>Keys from a Secret in the operator's own namespace.</summary>
    public CredentialsSecretRef? SecretRef { get; init; }

    /// <summary>The AWS default chain: IRSA, EKS Pod Identity, instance profile.</summary>
    public WorkloadIdentity? WorkloadIdentity { get; init; }

    /// <summary>A role to assume with those credentials.</summary>
    public AssumeRoleSettings? AssumeRole { get; init; }
}
