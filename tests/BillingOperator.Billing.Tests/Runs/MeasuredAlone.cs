namespace BillingOperator.Billing.Tests.Runs;

/// <summary>Tests that measure the process, so no other may run beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class MeasuredAlone
{
    public const string Name = "measured alone";
}
