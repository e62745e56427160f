namespace BillingOperator.Tests.EndToEnd;

/// <summary>Tests that share one operator.</summary>
[CollectionDefinition(Name)]
public sealed class RunningOperatorCollection : ICollectionFixture<RunningOperator>
{
    public const string Name = "running operator";
}
