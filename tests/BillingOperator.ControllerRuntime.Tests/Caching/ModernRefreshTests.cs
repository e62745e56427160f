using BillingOperator.ControllerRuntime.Tests.Cluster;

namespace BillingOperator.ControllerRuntime.Tests.Caching;

[Collection(ClusterCollection.Name)]
public sealed class ModernRefreshTests(ClusterFixture cluster) : RefreshTests(cluster);
