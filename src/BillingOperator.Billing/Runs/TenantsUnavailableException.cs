namespace BillingOperator.Billing.Runs;

/// <summary>Who is to be billed cannot be read now, so a run cannot begin. It may be tried again.</summary>
/// <param name="cause">Why.</param>
public sealed class TenantsUnavailableException(Exception cause)
    : Exception($"the tenants cannot be listed: {cause.Message}", cause);
