namespace BillingOperator.Billing.Runs;

/// <summary>Who is to be billed cannot be read now, so a run cannot begin. It may be tried again.</summary>
/// <param name="what">Such as <c>the tenants cannot be listed</c>.</param>
/// <param name="cause">Why.</param>
public sealed class TenantsUnavailableException(string what, Exception cause)
    : Exception($"{what}: {cause.Message}", cause);
