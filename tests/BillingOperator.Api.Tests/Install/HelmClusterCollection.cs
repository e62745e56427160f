namespace BillingOperator.Api.Tests.Install;

/// <summary>Tests of the chart, which share one cluster.</summary>
[CollectionDefinition(Name)]
public sealed class HelmClusterCollection : ICollectionFixture<HelmCluster>
{
    public const string Name = "helm cluster";
}
