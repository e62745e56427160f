namespace BillingOperator.ControllerRuntime.Tests.Cluster;

/// <summary>Tests on the oldest API server, one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class OldestClusterCollection : ICollectionFixture<OldestClusterFixture>
{
    public const string Name = "oldest cluster";
}
