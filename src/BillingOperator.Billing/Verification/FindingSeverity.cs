namespace BillingOperator.Billing.Verification;

/// <summary>What a finding means for whoever bills from the bucket.</summary>
public enum FindingSeverity
{
    /// <summary>Good to know; nothing is wrong.</summary>
    Note,

    /// <summary>The store did not let it be read, so nobody can tell.</summary>
    Unchecked,

    /// <summary>The bucket is not what it should be.</summary>
    Difference,
}
