namespace BillingOperator.Billing.ObjectStores;

/// <summary>What became of a write.</summary>
public enum PutOutcome
{
    /// <summary>The object is stored.</summary>
    Stored,

    /// <summary>The condition did not hold: nothing was written (S3: 412).</summary>
    PreconditionFailed,
}
