namespace BillingOperator.Api.Tests.Install;

/// <summary>Tests that share one cluster.</summary>
[CollectionDefinition(Name)]
public sealed class InstalledClusterCollection : ICollectionFixture<InstalledCluster>
{
    public const string Name = "installed cluster";
}
