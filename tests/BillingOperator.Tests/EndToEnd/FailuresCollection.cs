namespace BillingOperator.Tests.EndToEnd;

/// <summary>Tests of failures and their ends, on one operator.</summary>
[CollectionDefinition(Name)]
public sealed class FailuresCollection : ICollectionFixture<RunningOperator>
{
    public const string Name = "failures";
}
