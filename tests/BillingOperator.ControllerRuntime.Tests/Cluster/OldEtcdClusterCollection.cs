namespace BillingOperator.ControllerRuntime.Tests.Cluster;

/// <summary>Tests on a modern API server with an old etcd, one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class OldEtcdClusterCollection : ICollectionFixture<OldEtcdClusterFixture>
{
    public const string Name = "old etcd cluster";
}
