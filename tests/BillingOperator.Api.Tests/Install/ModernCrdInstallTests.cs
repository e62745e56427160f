namespace BillingOperator.Api.Tests.Install;

[Collection(InstalledClusterCollection.Name)]
public sealed class ModernCrdInstallTests(InstalledCluster cluster) : CrdInstallTests(cluster);
