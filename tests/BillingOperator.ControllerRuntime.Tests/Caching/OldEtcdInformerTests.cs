using BillingOperator.ControllerRuntime.Tests.Cluster;

namespace BillingOperator.ControllerRuntime.Tests.Caching;

[Collection(OldEtcdClusterCollection.Name)]
public sealed class OldEtcdInformerTests(OldEtcdClusterFixture cluster) : InformerTests(cluster);
