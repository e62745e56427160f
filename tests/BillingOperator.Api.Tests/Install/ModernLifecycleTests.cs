namespace BillingOperator.Api.Tests.Install;

[Collection(HelmClusterCollection.Name)]
public sealed class ModernLifecycleTests(HelmCluster cluster) : LifecycleTests(cluster);
