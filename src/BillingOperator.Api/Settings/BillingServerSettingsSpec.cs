namespace BillingOperator.Api.Settings;

/// <summary>What the landlord declares of the billing server.</summary>
public sealed record BillingServerSettingsSpec
{
    /// <summary>The bucket, and how objects are written to it. Required.</summary>
    public S3Settings? S3 { get; init; }

    /// <summary>How the operator proves who it is. Required.</summary>
    public CredentialsSettings? Credentials { get; init; }

    /// <summary>How often the operator proves that a write works.</summary>
    public ProbeSettings? Probe { get; init; }
}
