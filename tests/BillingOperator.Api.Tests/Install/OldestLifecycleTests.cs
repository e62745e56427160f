namespace BillingOperator.Api.Tests.Install;

public sealed class OldestLifecycleTests(OldestHelmCluster cluster)
    : LifecycleTests(cluster),
        IClassFixture<OldestHelmCluster>;
