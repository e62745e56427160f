namespace BillingOperator.Tests.EndToEnd;

/// <summary>Tests of tenants and buckets, on one operator.</summary>
[CollectionDefinition(Name)]
public sealed class BucketsCollection : ICollectionFixture<RunningOperator>
{
    public const string Name = "buckets";
}
