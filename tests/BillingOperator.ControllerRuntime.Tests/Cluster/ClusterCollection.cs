namespace BillingOperator.ControllerRuntime.Tests.Cluster;

/// <summary>Tests on the real API server, one after the other: some of them restart it.</summary>
[CollectionDefinition(Name)]
public sealed class ClusterCollection : ICollectionFixture<ClusterFixture>
{
    public const string Name = "cluster";
}
