using BillingOperator.ControllerRuntime.Tests.Cluster;

namespace BillingOperator.ControllerRuntime.Tests.Caching;

[Collection(OldestClusterCollection.Name)]
public sealed class OldestInformerTests(OldestClusterFixture cluster) : InformerTests(cluster);
