namespace BillingOperator.Api.Settings;

/// <summary>Chooses the AWS default chain; it has no fields.</summary>
public sealed record WorkloadIdentity;
